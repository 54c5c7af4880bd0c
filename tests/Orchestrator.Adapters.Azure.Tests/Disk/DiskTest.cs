using Orchestrator.Contracts.Servers;
using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Disk;

/// <summary>A rig for each test, and at the end a judgement of everything that was said to Resource Manager.</summary>
[Collection(DiskTests.Name)]
public abstract class DiskTest(ArmJudge judge, AzuriteServer azurite) : IAsyncLifetime
{
    internal DiskRig Rig { get; private set; } = null!;

    public virtual async Task InitializeAsync() => Rig = await DiskRig.StartAsync(azurite);

    public async Task DisposeAsync()
    {
        try
        {
            await judge.AssertRightAsync(Rig.Server.Recorder);
            Rig.AssertNoSecretIsKept();
        }
        finally
        {
            await Rig.DisposeAsync();
        }
    }
}
