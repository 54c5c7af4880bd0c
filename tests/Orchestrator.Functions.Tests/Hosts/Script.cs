using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Orchestrator.Functions.Tests.Hosts;

/// <summary>A migration as people drive it over HTTP, and what it left: the same words from every host that does the same.</summary>
internal sealed class Script(ISite site)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly HttpClient _operator = site.ClientOf("olga", "operator");
    private readonly HttpClient _approver = site.ClientOf("anna", "approver");
    private string _id = "";

    /// <summary>Starts a migration.</summary>
    public async Task StartAsync(string plan)
    {
        using var content = new StringContent(plan, Encoding.UTF8, "application/yaml");
        using var response = await _operator.PostAsync("/api/migrations", content);
        var body = await response.Content.ReadAsStringAsync();
        Xunit.Assert.True(response.IsSuccessStatusCode, body);
        _id = JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>Asks for something as the operator.</summary>
    public Task AskAsync(string verb, object? body = null) => PostAsync(_operator, verb, body ?? new { });

    /// <summary>Decides at a gate as the approver.</summary>
    public Task DecideAsync(string gate, string decision) => PostAsync(_approver, $"approvals/{gate}", new { decision, comment = "as agreed" });

    /// <summary>Waits until the status holds.</summary>
    public async Task UntilAsync(Func<JsonElement, bool> holds)
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        for (var status = await StatusAsync(); !holds(status); status = await StatusAsync())
        {
            Xunit.Assert.True(started.Elapsed < Bound, $"It is still {status}");
            await Task.Delay(20);
        }
    }

    /// <summary>Waits until the migration is in a state.</summary>
    public Task UntilAsync(string state) => UntilAsync(status => status.GetProperty("state").GetString() == state);

    /// <summary>What it left: the order of steps, the status, the report and the audit trail, without times, ids and hashes.</summary>
    public async Task<string> TellAsync()
    {
        var report = await _operator.GetStringAsync($"/api/migrations/{_id}/report");
        var status = await _operator.GetStringAsync($"/api/migrations/{_id}");
        return string.Join("\n\n", string.Join("\n", site.Drill.Faults.Order), Normalize(status), Normalize(report));
    }

    private async Task<JsonElement> StatusAsync() => await _operator.GetFromJsonAsync<JsonElement>($"/api/migrations/{_id}");

    private async Task PostAsync(HttpClient client, string verb, object body)
    {
        using var response = await client.PostAsJsonAsync($"/api/migrations/{_id}/{verb}", body);
        Xunit.Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private string Normalize(string json)
    {
        var document = JsonNode.Parse(json)!;
        // What people decide and what they are told meanwhile is noted at the same time, in either order; the steps' order is told by itself.
        if (document["audit"] is JsonArray audit)
            document["audit"] = new JsonArray([.. audit.Select(entry => entry!.DeepClone()).OrderBy(entry => $"{entry["kind"]} {entry["text"]}", StringComparer.Ordinal)]);
        var pretty = document.ToJsonString(Indented);
        var text = pretty.Replace(_id, "ID", StringComparison.Ordinal);
        text = Regex.Replace(text, @"\d{4}-\d\d-\d\d[T ][\d:.]+(Z|\+00:00)?", "TIME");
        text = Regex.Replace(text, "\"P[T\\dDHMS.]+\"", "\"DURATION\"");
        text = Regex.Replace(text, "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "GUID");
        text = text.Replace(" (GUID)", "", StringComparison.Ordinal); // the directory's id behind a name, which keys have none of
        return Regex.Replace(text, "[0-9a-f]{64}", "HASH");
    }
}
