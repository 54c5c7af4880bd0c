using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Orchestrator.Adapters.Local.Gateway;
using Orchestrator.Adapters.Local.Tests.Processes;
using Orchestrator.Contracts.Servers;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Gateway;

/// <summary>A gateway in a process of its own is killed while it is switched, again and again.</summary>
public sealed class GatewayCrashTests : IAsyncLifetime
{
    private const int Rounds = 12;
    private const int Seed = 20261122;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-crash-");
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri _listen = new($"http://127.0.0.1:{LoopbackPort.Free()}");
    private readonly Uri _admin = new($"http://127.0.0.1:{LoopbackPort.Free()}");
    private Backend _source = null!;
    private Backend _target = null!;
    private Process? _gateway;

    private string StateFile => Path.Combine(_folder.FullName, "state.json");

    public async Task InitializeAsync() => (_source, _target) = (await Backend.StartAsync(), await Backend.StartAsync());

    public async Task DisposeAsync()
    {
        _gateway?.Kill();
        _gateway?.Dispose();
        await _source.DisposeAsync();
        await _target.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Kill_WhileSwitching_StateIsTheAcknowledgedOneOrTheOneOnItsWay()
    {
        var random = new Random(Seed);
        long acknowledged = 0;
        for (var round = 0; round < Rounds; round++)
        {
            _gateway = await StartAsync();
            var state = await ReadStateAsync();
            Assert.InRange(state.Revision, acknowledged, acknowledged + 1);
            Assert.Equal(SideOf(state.Revision), state.Side);
            Assert.Equal(state.Side, await AskAsync());
            acknowledged = await SwitchUntilKilledAsync(_gateway, state.Revision, random);
        }
    }

    /// <summary>Switches a few times, then kills the gateway while a switch is on its way; returns the last acknowledged revision.</summary>
    private async Task<long> SwitchUntilKilledAsync(Process gateway, long revision, Random random)
    {
        for (var left = random.Next(5); left > 0; left--)
            revision = await SwitchAsync(revision) ?? throw new InvalidOperationException("A switch was refused.");
        var last = SwitchAsync(revision);
        Thread.SpinWait(random.Next(100_000));
        gateway.Kill();
        await gateway.WaitForExitAsync();
        return await last ?? revision;
    }

    private async Task<long?> SwitchAsync(long revision)
    {
        try
        {
            using var request = await NewRequestAsync(HttpMethod.Put);
            request.Content = JsonContent.Create(new GatewayState { Side = SideOf(revision + 1), Held = false }, options: DurableJson.Options);
            using var response = await Client.SendAsync(request);
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<GatewayState>(DurableJson.Options))!.Revision;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private async Task<GatewayState> ReadStateAsync()
    {
        using var request = await NewRequestAsync(HttpMethod.Get);
        using var response = await Client.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<GatewayState>(DurableJson.Options))!;
    }

    private async Task<Side> AskAsync()
    {
        using var response = await Client.GetAsync(new Uri(_listen, "/health"));
        return Enum.Parse<Side>(response.Headers.GetValues("X-Orchestrator-Side").Single(), ignoreCase: true);
    }

    private async Task<HttpRequestMessage> NewRequestAsync(HttpMethod method)
    {
        var key = (await File.ReadAllTextAsync(StateFile + ".key")).Trim();
        return new HttpRequestMessage(method, new Uri(_admin, "/state")) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
    }

    private async Task<Process> StartAsync()
    {
        var start = new ProcessStartInfo(TestProgram.Path, ["gateway", StateFile, $"{_listen}", $"{_admin}", $"{_source.Address}", $"{_target.Address}"]) { RedirectStandardOutput = true };
        var gateway = Process.Start(start)!;
        gateway.BeginOutputReadLine();
        await GatewayRig.EventuallyAsync(async () => !gateway.HasExited && await IsHealthyAsync());
        return gateway;
    }

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            return (await Client.GetAsync(new Uri(_admin, "/healthz"))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Side SideOf(long revision) => revision % 2 == 0 ? Side.Source : Side.Target;
}
