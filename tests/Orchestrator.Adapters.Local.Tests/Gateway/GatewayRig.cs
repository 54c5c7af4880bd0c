using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Adapters.Local.Gateway;
using Orchestrator.Contracts.Traffic;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Tests.Gateway;

/// <summary>A gateway before two real back ends, its state in a folder of its own.</summary>
internal sealed class GatewayRig : TrafficRig
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-");
    private readonly GatewayTrafficAdapter _adapter = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(1) };
    private GatewayOptions _options = null!;
    private GatewayHost? _host;

    public override ITrafficAdapter Adapter => _adapter;

    public override AdapterSpec Spec => NewSpec(new { admin = Admin, key = $"file:{KeyFile}", address = Address });

    public override StepScope Scope => NewScope();

    public Backend Source { get; private set; } = null!;

    public Backend Target { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public Uri Admin { get; private set; } = null!;

    public HttpClient Client => _client;

    public string StateFile => Path.Combine(_folder.FullName, "state.json");

    public string KeyFile => StateFile + ".key";

    public static async Task<GatewayRig> StartAsync(Func<GatewayOptions, GatewayOptions>? change = null)
    {
        var rig = new GatewayRig { Source = await Backend.StartAsync(), Target = await Backend.StartAsync() };
        var any = new Uri("http://127.0.0.1:0");
        var options = new GatewayOptions { Listen = any, Admin = any, StateFile = rig.StateFile, Source = rig.Source.Address, Target = rig.Target.Address };
        rig._options = change is null ? options : change(options);
        await rig.StartRouterAsync();
        return rig;
    }

    public override async Task StopRouterAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _host = null;
    }

    public override Task StartRouterAsync() => StartRouterAsync(new GatewayStateFile(StateFile));

    public async Task StartRouterAsync(IGatewayStore store)
    {
        _host = await GatewayHost.StartAsync(_options, store, NullLoggerFactory.Instance, CancellationToken.None);
        (Address, Admin) = (_host.Address, _host.AdminAddress);
        // From now on at the same addresses, as a restarted service is.
        _options = _options with { Listen = Address, Admin = Admin };
    }

    public override async Task<Side> AskAsync(CancellationToken cancellation)
    {
        using var response = await _client.GetAsync(new Uri(Address, "/health"), cancellation);
        response.EnsureSuccessStatusCode();
        return Enum.Parse<Side>(response.Headers.GetValues("X-Orchestrator-Side").Single(), ignoreCase: true);
    }

    public Task SetAsync(Side side, bool isHeld = false) =>
        Adapter.SetAsync(Spec, new TrafficState(side, isHeld), Scope, CancellationToken.None);

    public Task<HttpResponseMessage> OrderAsync(string id) => _client.PostAsync(new Uri(Address, $"/orders/{id}"), new StringContent("{}"));

    public async Task<GatewayStatsView> StatsAsync() => (await AdminAsync<GatewayStatsView>("/stats"))!;

    public async Task<T?> AdminAsync<T>(string path)
    {
        using var response = await SendAdminAsync(HttpMethod.Get, path);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<T>(DurableJson.Options);
    }

    public async Task<HttpResponseMessage> SendAdminAsync(HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Admin, path)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(KeyFile)).Trim());
        if (ifMatch is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(ifMatch));
        return await _client.SendAsync(request);
    }

    public static AdapterSpec NewSpec(object settings) => new()
    {
        Kind = "gateway",
        Settings = JsonSerializer.SerializeToElement(settings, DurableJson.Options).Deserialize<Dictionary<string, JsonElement>>()!,
    };

    /// <summary>Waits for a state; fails when it does not come.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds())
            await Task.Delay(5, bound.Token);
    }

    public override async ValueTask DisposeAsync()
    {
        await StopRouterAsync();
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        _adapter.Dispose();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private StepScope NewScope() => new()
    {
        MigrationId = "m1",
        Step = "redirect",
        Plan = null!,
        WorkFolder = _folder.FullName,
        Progress = new Progress<StepProgress>(),
        Secrets = new FileSecrets(),
        Expander = (value, _) => ValueTask.FromResult(value),
    };

    private sealed class FileSecrets : ISecrets
    {
        public async ValueTask<string> ResolveAsync(string value, CancellationToken cancellation) =>
            value.StartsWith("file:", StringComparison.Ordinal) ? (await File.ReadAllTextAsync(value[5..], cancellation)).Trim() : value;

        public string Redact(string text) => text;
    }
}
