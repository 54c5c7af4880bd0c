using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Local.Cli.Watching;

/// <summary>The event <c>progress</c>: what changes all the time, without the rest of the status.</summary>
internal sealed record ProgressUpdate(long Revision, TimeSpan? WritesFrozenFor, long? LagBytes, IReadOnlyList<ProgressUpdate.Item>? Steps, SyncReport? Sync = null)
{
    public MigrationStatus ApplyTo(MigrationStatus status) => status with
    {
        WritesFrozenFor = WritesFrozenFor,
        LagBytes = LagBytes,
        Sync = Sync ?? status.Sync,
        Steps = [.. status.Steps.Select(step => step with { Progress = Steps?.FirstOrDefault(item => item.Name == step.Name)?.Progress })],
    };

    internal sealed record Item(string Name, StepProgress? Progress);
}
