using Orchestrator.Core.Migrations;

namespace Orchestrator.Local.Cli;

/// <summary>What scripts can rely on.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadInput = 2;
    public const int RolledBack = 3;
    public const int NeedsPerson = 4;

    /// <summary>Stopped by Ctrl+C, as shells have it; the migration goes on.</summary>
    public const int Interrupted = 130;

    public static int For(MigrationState state) => state switch
    {
        MigrationState.Failed => Failed,
        MigrationState.RolledBack => RolledBack,
        MigrationState.WaitingForApproval or MigrationState.OnHold or MigrationState.Paused or MigrationState.NeedsOperator => NeedsPerson,
        _ => Done,
    };
}
