using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.VirtualMachine;

/// <summary>The tests of machines share one validator.</summary>
[CollectionDefinition(Name)]
public sealed class Machines : ICollectionFixture<ArmJudge>
{
    public const string Name = "Machines at the ARM test server";
}
