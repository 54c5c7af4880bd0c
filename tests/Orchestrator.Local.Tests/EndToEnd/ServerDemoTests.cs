using Orchestrator.Demo.Machines;

namespace Orchestrator.Local.Tests.EndToEnd;

/// <summary>The demo of a server, with a small disk: it proves by itself what it shows.</summary>
public sealed class ServerDemoTests
{
    private const double Scale = 1.0 / 64;

    [Fact]
    public async Task Run_SmallDisk_ProvesTheMoveAndTheWayBack() => Assert.Equal(0, await ServerDemo.RunAsync(Scale));
}
