using Orchestrator.Contracts.World;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;

namespace Orchestrator.Api.Tests;

/// <summary>Plans that stop at a certain place.</summary>
internal static class Plans
{
    /// <summary>A plan file for the fake world.</summary>
    public const string Yaml = """
        version: 1
        name: orders
        compute:
          source: { kind: fake, side: source }
          target: { kind: fake, side: target }
        infrastructure: { kind: fake }
        data:
          - name: db
            kind: fake
        backup: { kind: fake }
        traffic: { kind: fake }
        """;

    /// <summary>The same in JSON.</summary>
    public const string Json = """
        {"version":1,"name":"orders","compute":{"source":{"kind":"fake","side":"source"},"target":{"kind":"fake","side":"target"}},
         "infrastructure":{"kind":"fake"},"data":[{"name":"db","kind":"fake"}],"backup":{"kind":"fake"},"traffic":{"kind":"fake"}}
        """;

    /// <summary>Runs to the fallback window.</summary>
    public static MigrationPlan CutOver => FakeWorld.Plan();

    /// <summary>Waits at the gate before cutover.</summary>
    public static MigrationPlan Gated(ApprovalGate? gate = null) => GatedAt(Gates.Cutover, gate);

    /// <summary>Waits at the gate before users are touched.</summary>
    public static MigrationPlan GatedAtStart => GatedAt(Gates.Start, gate: null);

    /// <summary>Waits for an operator when a step fails.</summary>
    public static MigrationPlan Holding => FakeWorld.Plan() with { OnFailure = FailurePolicy.Hold };

    private static MigrationPlan GatedAt(string name, ApprovalGate? gate) =>
        FakeWorld.Plan() with { Approvals = new Dictionary<string, ApprovalGate> { [name] = gate ?? new() { From = ["approver", "admin"] } } };
}
