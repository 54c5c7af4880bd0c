using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Api.Dashboard;

/// <summary>The step that runs, or waits for an operator.</summary>
internal sealed record OverviewStep(string Name, string Title, StepProgress? Progress)
{
    public static OverviewStep? Of(MigrationStatus status) =>
        status.Steps.LastOrDefault(step => step.State is StepState.Running or StepState.OnHold) is { } step ? new(step.Name, step.Title, step.Progress) : null;
}
