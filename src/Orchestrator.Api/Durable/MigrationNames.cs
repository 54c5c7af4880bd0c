using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Durable;

/// <summary>The orchestrations that are migrations, and so are started with a validated plan and in no other way.</summary>
internal static class MigrationNames
{
    private static readonly HashSet<string> Names = new([.. MigrationFlows.Names, MaintainSync.Name], StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string name) => Names.Contains(name);
}
