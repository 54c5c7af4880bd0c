using Orchestrator.Adapters.Local.Gateway;

namespace Orchestrator.TestApp;

/// <summary>A gateway in a process of its own, which a test can kill.</summary>
internal static class GatewayProgram
{
    public static async Task<int> RunAsync(string stateFile, string[] addresses)
    {
        var uris = addresses.Select(address => new Uri(address)).ToArray();
        var options = new GatewayOptions { StateFile = stateFile, Listen = uris[0], Admin = uris[1], Source = uris[2], Target = uris[3] };
        await GatewayHost.RunAsync(options, CancellationToken.None);
        return 0;
    }
}
