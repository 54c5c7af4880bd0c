using static Orchestrator.Core.Migrations.MigrationState;

namespace Orchestrator.Core.Migrations;

/// <summary>Which state of a migration may follow which: the one table of design "States".</summary>
public static class MigrationTransitions
{
    /// <summary>Tells whether a state may follow another.</summary>
    /// <param name="from">The present state.</param>
    /// <param name="to">The next state.</param>
    /// <returns>Whether it may; a state may always follow itself.</returns>
    public static bool IsAllowed(MigrationState from, MigrationState to) => from == to || (from, to) switch
    {
        (Pending, Running) => true,
        (Running, WaitingForApproval or OnHold or Paused or CutOver or Completed or NeedsOperator) => true,
        (WaitingForApproval or OnHold or Paused or NeedsOperator, Running) => true,
        (CutOver, Completed or NeedsOperator) => true,
        (NeedsOperator, CutOver) => true,
        (Pending or Running or WaitingForApproval or OnHold or Paused or CutOver, RollingBack) => true,
        (RollingBack, RolledBack or NeedsOperator) => true,
        (NeedsOperator, RollingBack) => true,
        (_, Failed) => !IsFinal(from),
        _ => false,
    };

    /// <summary>Tells whether a state is the last one.</summary>
    /// <param name="state">The state.</param>
    /// <returns>Whether nothing follows it. <see cref="NeedsOperator"/> is not final: an operator can retry.</returns>
    public static bool IsFinal(MigrationState state) => state is Completed or RolledBack or Failed;

    /// <summary>Checks a transition.</summary>
    /// <param name="from">The present state.</param>
    /// <param name="to">The next state.</param>
    /// <returns>The next state.</returns>
    /// <exception cref="InvalidTransitionException">It may not follow.</exception>
    public static MigrationState Check(MigrationState from, MigrationState to) =>
        IsAllowed(from, to) ? to : throw new InvalidTransitionException(from, to);
}
