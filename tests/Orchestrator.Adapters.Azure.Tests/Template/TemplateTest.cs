using Orchestrator.Testing.Arm;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Template;

/// <summary>A rig, and at its end a judgement of everything that was said.</summary>
[Collection(TemplateTests.Name)]
public abstract class TemplateTest(ArmJudge judge) : IAsyncLifetime
{
    private protected TemplateRig Rig { get; private set; } = null!;

    public async Task InitializeAsync() => Rig = await TemplateRig.CreateAsync();

    public async Task DisposeAsync()
    {
        try
        {
            await judge.AssertRightAsync(Rig.Server.Recorder);
        }
        finally
        {
            await Rig.DisposeAsync();
        }
    }
}
