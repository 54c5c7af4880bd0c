using Orchestrator.Contracts.Servers;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

/// <summary>All tests of disks share one validator and one blob service.</summary>
[CollectionDefinition(Name)]
public sealed class DiskTests : ICollectionFixture<ArmJudge>, ICollectionFixture<AzuriteServer>
{
    public const string Name = "disks";
}
