namespace Orchestrator.Core.Migrations;

/// <summary>The names of what migrations keep in the ledger.</summary>
public static class MigrationDocuments
{
    /// <summary>The last status of a migration that has ended.</summary>
    public const string Status = "status";

    /// <summary>How long each step took, by name, in the last migration or rehearsal of a workload that completed.</summary>
    public const string Durations = "durations";

    /// <summary>What a workload's claim and documents are kept under.</summary>
    /// <param name="name">The name of the workload.</param>
    /// <returns>The key.</returns>
    public static string Workload(string name) => $"workload:{name}";

    /// <summary>The evidence of a step.</summary>
    /// <param name="step">The name of the step.</param>
    /// <returns>The name of the document.</returns>
    public static string Evidence(string step) => $"evidence/{step}";
}
