using Orchestrator.Core.Migrations;

namespace Orchestrator.Local.Cli.Watching;

/// <summary>What a person can do now, with the exact commands.</summary>
internal static class Advice
{
    public static IEnumerable<string> For(MigrationStatus status) => status.State switch
    {
        MigrationState.WaitingForApproval when status.WaitingFor is { } gate => AtGate(status, gate),
        MigrationState.OnHold => OnHold(status),
        MigrationState.NeedsOperator when status.FinishedAt is null =>
        [
            "An undo keeps failing; the others have run. Put its cause right, then:",
            $"  orchestrator retry {Quote(status.Id)}",
        ],
        MigrationState.Paused => [$"Paused: orchestrator resume {Quote(status.Id)}"],
        MigrationState.CutOver =>
        [
            $"Users are on the target.{(status.FallbackUntil is { } until ? $" Going back is possible until {Words.Of(until)}:" : "")}",
            $"  orchestrator rollback {Quote(status.Id)} --comment \"...\"",
            $"  orchestrator finalize {Quote(status.Id)}",
        ],
        MigrationState.Completed or MigrationState.RolledBack or MigrationState.Failed => [$"The evidence: orchestrator report {Quote(status.Id)}"],
        _ => [],
    };

    private static IEnumerable<string> AtGate(MigrationStatus status, WaitingFor gate)
    {
        yield return $"Waiting at gate '{gate.Gate}': {gate.ApprovedBy.Count} of {gate.Required} approved{By(gate)}, until {Words.Of(gate.ExpiresAt)}.";
        yield return $"Evidence {gate.EvidenceHash}";
        yield return $"  orchestrator approve {Quote(status.Id)} {Quote(gate.Gate)} --comment \"...\"";
        yield return $"  orchestrator reject {Quote(status.Id)} {Quote(gate.Gate)} --comment \"...\"";
    }

    private static IEnumerable<string> OnHold(MigrationStatus status)
    {
        var step = status.Steps.FirstOrDefault(candidate => candidate.State == StepState.OnHold);
        yield return $"Step '{step?.Title ?? status.Phase}' failed and waits for a decision:";
        yield return $"  orchestrator retry {Quote(status.Id)}";
        yield return $"  orchestrator skip {Quote(status.Id)}";
        yield return $"  orchestrator rollback {Quote(status.Id)}";
    }

    private static string By(WaitingFor gate) => gate.ApprovedBy.Count == 0 ? "" : $" ({string.Join(", ", gate.ApprovedBy)})";

    // Ids and gates are plain words; anything else must not be pasted into a shell as it is.
    private static string Quote(string word) =>
        word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
