using Orchestrator.Adapters.Local.Dns;
using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.Servers;
using Orchestrator.Contracts.Traffic;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Tests.Dns;

/// <summary>A real name server with a name that leads to the source.</summary>
internal sealed class DnsRig : TrafficRig
{
    public const string Name = $"orders.{BindServer.Zone}";

    private readonly TestFolder _folder = new();
    private readonly DnsTrafficAdapter _adapter;
    private readonly LocalAdapterOptions _options;

    private DnsRig(BindServer server, string type, string[] source, string[] target)
    {
        (Server, Type, Source, Target) = (server, type, source, target);
        _options = new LocalAdapterOptions { StateFolder = _folder.Path };
        _adapter = new DnsTrafficAdapter(_options, Time);
        KeyFile = _folder.Write("key", server.KeySecret);
    }

    public BindServer Server { get; }

    public string Type { get; }

    public string[] Source { get; }

    public string[] Target { get; }

    public string KeyFile { get; set; }

    public ManualTime Time { get; } = new();

    public TestFolder Folder => _folder;

    public LocalAdapterOptions Options => _options;

    public override DnsTrafficAdapter Adapter => _adapter;

    public override AdapterSpec Spec => SpecOf(new { server = Server.Address, zone = BindServer.Zone, name = Name, type = Type, source = Source, target = Target, tsigName = BindServer.KeyName, tsigSecret = $"file:{KeyFile}" });

    public override StepScope Scope => ScopeOf("redirect");

    public static async Task<DnsRig> StartAsync(string type, string[] source, string[] target, int ttl = 3600) =>
        new(await BindServer.StartAsync(source.Select(value => $"orders {ttl} IN {type} {value}")), type, source, target);

    public static Task<DnsRig> StartAsync() => StartAsync("A", ["192.0.2.1", "192.0.2.2"], ["198.51.100.7"]);

    public static AdapterSpec SpecOf(object settings) => TestHost.Spec("dns", settings);

    public StepScope ScopeOf(string step) => new()
    {
        MigrationId = "m-1",
        Step = step,
        Plan = new MigrationPlan { Version = 1, Name = "orders" },
        WorkFolder = Path.Combine(_folder.Path, "m-1"),
        Progress = new Progress<StepProgress>(),
        Secrets = new FileSecrets(),
        Expander = (text, _) => ValueTask.FromResult(text),
    };

    public Task SetAsync(Side side, bool isHeld = false) => Adapter.SetAsync(Spec, new(side, isHeld), Scope, CancellationToken.None);

    public Task PrepareAsync() => Adapter.PrepareAsync(Spec, Scope, CancellationToken.None);

    public Task SettleAsync() => Adapter.SettleAsync(Spec, Scope, CancellationToken.None);

    public async Task<string> SeenAsync() => await DnsQuestion.AskAsync(Server.Address, Name, Type, CancellationToken.None) is { } found
        ? $"{string.Join(", ", found.Values.Order(StringComparer.Ordinal))} {found.TtlSeconds}"
        : "nothing";

    /// <summary>Puts a shell script into the place of nsupdate; <c>"$REAL"</c> in it is the real one.</summary>
    public void UseProgram(string script) =>
        _options.NsupdatePath = _folder.Write("nsupdate", $"#!/bin/sh\nREAL=/usr/bin/nsupdate\ncd '{_folder.Path}'\n{script}\n", isExecutable: true);

    public override async Task<Side> AskAsync(CancellationToken cancellation)
    {
        var found = await DnsQuestion.AskAsync(Server.Address, Name, Type, cancellation);
        return found!.Has(Target) ? Side.Target : Side.Source;
    }

    public override Task StopRouterAsync() => Server.StopAsync();

    public override Task StartRouterAsync() => Server.RestartAsync();

    public override async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _adapter.Dispose();
        _folder.Dispose();
    }

    private sealed class FileSecrets : ISecrets
    {
        public async ValueTask<string> ResolveAsync(string value, CancellationToken cancellation) =>
            value.StartsWith("file:", StringComparison.Ordinal) ? (await File.ReadAllTextAsync(value[5..], cancellation)).Trim() : value;

        public string Redact(string text) => text;
    }
}
