using Orchestrator.Contracts.Servers;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.DataBox;

/// <summary>The tests of Data Box share one validator and one blob service.</summary>
[CollectionDefinition(Name)]
public sealed class DataBoxTests : ICollectionFixture<ArmJudge>, ICollectionFixture<AzuriteServer>
{
    public const string Name = "Data Box";
}
