using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using Orchestrator.Adapters.Azure.AppConfiguration;
using Orchestrator.Adapters.Azure.Tests.Traffic;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;

namespace Orchestrator.Adapters.Azure.Tests.AppConfiguration;

/// <summary>A store whose values lead to the source: one with a label and tags, one that is only there for the target, and a sentinel.</summary>
internal sealed class AppConfigurationRig : AzureTrafficRig
{
    private readonly AppConfigurationTrafficAdapter _adapter;
    private readonly HttpClient _owner;

    private AppConfigurationRig(ArmServer server, ArmJudge judge) : base(server, judge)
    {
        _adapter = new(Connector, Transport);
        Patient = new(_adapter);
        _owner = new HttpClient(server.CreateHandler()) { BaseAddress = server.Endpoint };
    }

    public override PatientTraffic Patient { get; }

    public AppConfigurationTrafficAdapter Kind => _adapter;

    public string DatabaseAtSource { get; set; } = "Host=old";

    public override AdapterSpec Spec => SpecOf("appConfiguration", new
    {
        endpoint = Server.Endpoint.GetLeftPart(UriPartial.Authority),
        sentinel = "Sentinel",
        values = (object[])[new { name = "Orders:Database", label = "prod", source = DatabaseAtSource, target = "Host=new" }, new { name = "Orders/Queue", target = "https://new.example" }],
    });

    public static async Task<AppConfigurationRig> StartAsync(ArmJudge judge)
    {
        var rig = new AppConfigurationRig(await ArmServer.StartAsync(), judge);
        await rig.PutAsync("Orders:Database", "prod", "Host=old");
        await rig.PutAsync("Sentinel", null, "41");
        rig.Server.Recorder.Clear();
        return rig;
    }

    /// <summary>Writes a value as somebody else does.</summary>
    public async Task PutAsync(string key, string? label, string value)
    {
        var body = new JsonObject { ["value"] = value, ["content_type"] = "text/plain", ["tags"] = new JsonObject { ["owner"] = "orders" } };
        using var answer = await SendAsync(HttpMethod.Put, $"/kv/{Uri.EscapeDataString(key)}?api-version=1.0{(label is null ? "" : $"&label={label}")}", body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>All that is in the store, but versions and times.</summary>
    public async Task<string> SeenAsync()
    {
        using var answer = await SendAsync(HttpMethod.Get, "/kv?api-version=1.0", null);
        var items = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["items"]!.AsArray().OfType<JsonObject>();
        return string.Join('\n', items.Select(item => $"{item["key"]} {item["label"]} {item["value"]} {item["content_type"]} {item["tags"]?.ToJsonString()}"));
    }

    public override async Task<Side> AskAsync(CancellationToken cancellation) =>
        (await SeenAsync()).Contains("Host=new", StringComparison.Ordinal) ? Side.Target : Side.Source;

    public override async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        _adapter.Dispose();
        await base.DisposeAsync();
    }

    // Not hit by the faults that are meant for the adapter: tried until it is answered.
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        for (var left = 50; ; left--)
        {
            try
            {
                using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await Server.Credential.GetTokenAsync(new TokenRequestContext(["x"]), default)).Token);
                request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
                var answer = await _owner.SendAsync(request);
                if (answer.IsSuccessStatusCode || left == 0)
                    return answer;
            }
            catch (HttpRequestException) when (left > 0)
            {
                // Dropped.
            }
        }
    }
}
