using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

/// <summary>All tests of this project share one validator and one blob service.</summary>
[CollectionDefinition(Name)]
public sealed class ArmTests : ICollectionFixture<ArmJudge>, ICollectionFixture<Contracts.Servers.AzuriteServer>
{
    public const string Name = "ARM test server";
}
