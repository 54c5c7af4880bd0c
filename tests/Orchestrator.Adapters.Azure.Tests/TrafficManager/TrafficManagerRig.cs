using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Tests.Traffic;
using Orchestrator.Adapters.Azure.TrafficManager;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.TrafficManager;

/// <summary>A profile whose users are at the source, and the target's endpoint ready and without users.</summary>
internal sealed class TrafficManagerRig : AzureTrafficRig
{
    private readonly TrafficManagerTrafficAdapter _adapter;
    private readonly ZoneServer _resolver;

    private TrafficManagerRig(ArmServer server, ArmJudge judge, string method) : base(server, judge)
    {
        var profile = new JsonObject
        {
            ["location"] = "global",
            ["tags"] = new JsonObject { ["owner"] = "orders" },
            ["properties"] = new JsonObject
            {
                ["profileStatus"] = "Enabled",
                ["trafficRoutingMethod"] = method,
                ["dnsConfig"] = new JsonObject { ["relativeName"] = "orders", ["fqdn"] = "orders.trafficmanager.example", ["ttl"] = 60 },
                ["monitorConfig"] = new JsonObject { ["protocol"] = "HTTPS", ["port"] = 443, ["path"] = "/health", ["profileMonitorStatus"] = "Online" },
                ["endpoints"] = new JsonArray(Endpoint("datacenter", "old.example", method == "Weighted" ? 7 : 1, 1), Endpoint("azure", "new.example", 1, 2, method == "Priority")),
            },
        };
        Server.Seed(Id, profile);
        _adapter = new(Connector, World.Adapters.All<ICheckAdapter>);
        Patient = new(_adapter);
        _resolver = new(() => [Share("datacenter").IsEnabled && (method == "Weighted" || Share("datacenter").Priority == 1) ? "old.example" : "new.example"]);
    }

    public string Id => $"{Group}/providers/Microsoft.Network/trafficmanagerprofiles/orders";

    public FakeWorld World { get; } = new() { Target = ComputeState.Running };

    public int[] Shift { get; set; } = [100];

    public override PatientTraffic Patient { get; }

    public TrafficManagerTrafficAdapter Kind => _adapter;

    public override AdapterSpec Spec => SpecOf("trafficManager", new
    {
        subscription = Server.Options.SubscriptionId,
        resourceGroup = "orders",
        profile = "orders",
        source = "datacenter",
        target = "azure",
        shift = Shift,
        pause = TimeSpan.FromMinutes(10),
        resolver = _resolver.Address,
    });

    public override StepScope Scope => With(base.Scope, new MigrationPlan { Version = 1, Name = "orders", Checks = [new() { Name = "health", Kind = "fake" }] });

    public string Seen => $"{Share("datacenter")}; {Share("azure")}";

    public static async Task<TrafficManagerRig> StartAsync(ArmJudge judge, string method = "Weighted") => new(await ArmServer.StartAsync(), judge, method);

    public EndpointShare Share(string endpoint) => EndpointShare.Of(Server.Find(Id)!["properties"]!["endpoints"]!.AsArray().OfType<JsonObject>().Single(one => one["name"]!.GetValue<string>() == endpoint));

    public void Change(Action<JsonObject> change, int endpoint = 0)
    {
        var profile = Server.Find(Id)!;
        change(profile["properties"]!["endpoints"]![endpoint]!["properties"]!.AsObject());
        Server.Seed(Id, profile);
    }

    /// <summary>Runs the step once, as the runbook does, and tells for how long it is pending.</summary>
    public async Task<TimeSpan> LookAsync()
    {
        try
        {
            await _adapter.SetAsync(Spec, new(Side.Target, IsHeld: false), Scope, default);
            return TimeSpan.Zero;
        }
        catch (OperationPendingException pending)
        {
            return pending.LookAgainAfter;
        }
    }

    public override Task<Side> AskAsync(CancellationToken cancellation) =>
        Task.FromResult(Share("azure").IsEnabled && (!Share("datacenter").IsEnabled || Share("azure").Priority < Share("datacenter").Priority) ? Side.Target : Side.Source);

    public override async ValueTask DisposeAsync()
    {
        await _resolver.DisposeAsync();
        _adapter.Dispose();
        await base.DisposeAsync();
    }

    private JsonObject Endpoint(string name, string target, int weight, int priority, bool isEnabled = true) => new()
    {
        ["id"] = $"{Id}/externalEndpoints/{name}",
        ["name"] = name,
        ["type"] = "Microsoft.Network/trafficManagerProfiles/externalEndpoints",
        ["properties"] = new JsonObject
        {
            ["target"] = target,
            ["endpointStatus"] = isEnabled ? "Enabled" : "Disabled",
            ["weight"] = weight,
            ["priority"] = priority,
            ["endpointMonitorStatus"] = "Online",
            ["endpointLocation"] = "West Europe",
        },
    };

    private static StepScope With(StepScope scope, MigrationPlan plan) => new()
    {
        MigrationId = scope.MigrationId,
        Step = scope.Step,
        Plan = plan,
        WorkFolder = scope.WorkFolder,
        Progress = scope.Progress,
        Secrets = scope.Secrets,
        Expander = scope.Expander,
    };
}
