import { Route, Switch } from 'wouter'
import { DocumentPage } from './document-page.tsx'
import { DocumentsPage } from './documents-page.tsx'
import { HistoryPage } from './history-page.tsx'
import { IntegrationPage } from './integration-page.tsx'
import { MatchesPage } from './matches-page.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { PreviewPage } from './preview-page.tsx'
import { ProblemPage } from './problem-page.tsx'
import { ProblemsPage } from './problems-page.tsx'
import { RunPage } from './run-page.tsx'
import { SettingsPage } from './settings-page.tsx'
import { TieOutPage } from './tie-out-page.tsx'

/** The pages of one connection, by address. */
export function ConnectionPages() {
  return (
    <Switch>
      <Route path="/" component={IntegrationPage} />
      <Route path="/settings" component={SettingsPage} />
      <Route path="/history" component={HistoryPage} />
      <Route path="/history/:syncRunId">{({ syncRunId }) => <RunPage syncRunId={syncRunId} />}</Route>
      <Route path="/previews/:previewId">{({ previewId }) => <PreviewPage previewId={previewId} />}</Route>
      <Route path="/problems" component={ProblemsPage} />
      <Route path="/problems/:problemId">{({ problemId }) => <ProblemPage problemId={problemId} />}</Route>
      <Route path="/matches" component={MatchesPage} />
      <Route path="/documents" component={DocumentsPage} />
      <Route path="/documents/:kind/:externalId">{({ kind, externalId }) => <DocumentPage kind={kind} externalId={externalId} />}</Route>
      <Route path="/tie-out" component={TieOutPage} />
      <Route component={NotFoundPage} />
    </Switch>
  )
}
