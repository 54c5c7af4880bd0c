using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Api.Dashboard;

/// <summary>One migration in the list of all: what people need to see whether they are needed.</summary>
internal sealed record OverviewRow(
    string Id, string Workload, WorkloadEnvironment Environment, string? Owner, MigrationStrategy Strategy, bool Rehearsal, MigrationState State)
{
    public required string Phase { get; init; }

    public required Side Traffic { get; init; }

    public DateTimeOffset? FrozenSince { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public DateTimeOffset? FallbackUntil { get; init; }

    public required int StepsDone { get; init; }

    public required int StepsTotal { get; init; }

    public OverviewStep? Step { get; init; }

    public OverviewGate? WaitingFor { get; init; }

    public long? LagBytes { get; init; }

    public string? Error { get; init; }

    public string? Next { get; init; }

    public string? Forecast { get; init; }

    public static OverviewRow From(WatchedMigration migration, string? forecast)
    {
        var (status, facts) = migration;
        return new(status.Id, status.Workload, facts.Environment, facts.Owner, status.Strategy, status.Rehearsal, status.State)
        {
            Phase = status.Phase,
            Traffic = status.Traffic,
            FrozenSince = status.WritesFrozenSince,
            StartedAt = status.StartedAt,
            FinishedAt = status.FinishedAt,
            FallbackUntil = status.FallbackUntil,
            StepsDone = status.Steps.Count(step => step.State is StepState.Completed or StepState.Skipped),
            StepsTotal = status.Steps.Count,
            Step = OverviewStep.Of(status),
            WaitingFor = OverviewGate.Of(migration),
            LagBytes = status.LagBytes,
            Error = status.Error,
            Next = status.Next,
            Forecast = forecast,
        };
    }
}
