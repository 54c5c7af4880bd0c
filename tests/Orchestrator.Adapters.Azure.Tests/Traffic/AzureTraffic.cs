using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Traffic;

/// <summary>The tests of all kinds of traffic share one validator.</summary>
[CollectionDefinition(Name)]
public sealed class AzureTraffic : ICollectionFixture<ArmJudge>
{
    public const string Name = "Azure traffic";
}
