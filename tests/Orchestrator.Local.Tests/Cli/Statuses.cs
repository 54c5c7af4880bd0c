using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Local.Tests.Cli;

/// <summary>Statuses as a server gives them.</summary>
internal static class Statuses
{
    public const string Id = "orders-1";

    public static DateTimeOffset Start { get; } = new(2026, 12, 5, 22, 0, 0, TimeSpan.Zero);

    public static MigrationStatus Running { get; } = new(Id, "orders", MigrationStrategy.Offline, Rehearsal: false, MigrationState.Running)
    {
        Revision = 3,
        Phase = "Back up the source's data",
        StartedAt = Start,
        StartedBy = "maria",
        WritesFrozenSince = Start.AddSeconds(2),
        WritesFrozenFor = TimeSpan.FromSeconds(8),
        Next = "Provision the target",
        Steps =
        [
            new("notify", "Tell stakeholders and freeze changes", StepState.Completed) { StartedAt = Start, FinishedAt = Start.AddSeconds(0.4), Attempt = 1 },
            new("hold", "Hold user traffic", StepState.Completed)
            {
                StartedAt = Start.AddSeconds(2), FinishedAt = Start.AddSeconds(3), Attempt = 1, Undoes = "Let users reach the source again",
            },
            new("backup", "Back up the source's data", StepState.Running)
            {
                StartedAt = Start.AddSeconds(3), Attempt = 2, Progress = new StepProgress(1_288_490_189, 2_147_483_648, "bytes"),
            },
            new("provision", "Provision the target", StepState.Pending) { Undoes = "Remove what was made on the target" },
        ],
    };

    public static MigrationStatus AtGate { get; } = Running with
    {
        Revision = 4,
        State = MigrationState.WaitingForApproval,
        WaitingFor = new WaitingFor("cutover", 2, ["ada"], "abc123", Start.AddHours(24)),
    };

    public static MigrationStatus CutOver { get; } = Running with
    {
        Revision = 5,
        State = MigrationState.CutOver,
        Traffic = Side.Target,
        WritesFrozenSince = null,
        WritesFrozenFor = null,
        Downtime = TimeSpan.FromSeconds(95),
        FallbackUntil = Start.AddDays(14),
        Steps = [.. Running.Steps.Select(step => step with { State = StepState.Completed, Progress = null, FinishedAt = Start.AddSeconds(60) })],
    };

    public static MigrationStatus Ended(MigrationState state) => CutOver with { Revision = 6, State = state, FinishedAt = Start.AddMinutes(5) };
}
