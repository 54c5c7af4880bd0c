using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Replication;

/// <summary>The tests of replication share one validator.</summary>
[CollectionDefinition(Name)]
public sealed class ReplicationTests : ICollectionFixture<ArmJudge>
{
    public const string Name = "Replication";
}
