using System.Net;
using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;

namespace Orchestrator.Local.Cli.Client;

/// <summary>Turns refusals into plain words.</summary>
internal static class ApiErrors
{
    private const int LongestBody = 1024 * 1024;

    public static CliException NoServer(ServerConnection server, Exception error) => new(
        ExitCodes.Failed,
        $"No server answers at {server.Url.GetLeftPart(UriPartial.Authority)}.",
        server.Url.IsLoopback ? "Start one with 'orchestrator serve' (in a clone: './run serve'), or name another with --url or ORCHESTRATOR_URL." : "Check --url or ORCHESTRATOR_URL and the network.",
        error);

    public static async Task<CliException> ReadAsync(HttpResponseMessage response, ServerConnection server, CancellationToken cancellation)
    {
        using (response)
        {
            var code = (int)response.StatusCode < 500 ? ExitCodes.BadInput : ExitCodes.Failed;
            var problem = await ParseAsync(response, cancellation);
            var detail = Text(problem, "detail") ?? Text(problem, "title") ?? $"The server answered {(int)response.StatusCode}.";
            var remedy = Text(problem, "remedy") ?? RemedyFor(response.StatusCode, server);
            var isSaid = remedy is not null && detail.EndsWith(remedy, StringComparison.Ordinal);
            return new(code, Safe.Line(detail), isSaid ? null : remedy) { Problems = PlanProblems(problem) };
        }
    }

    private static string? RemedyFor(HttpStatusCode status, ServerConnection server) => status switch
    {
        HttpStatusCode.Unauthorized when server.Token is not null => "The token is not for this server, or has run out: get another one with 'az account get-access-token'.",
        HttpStatusCode.Unauthorized when server.Key is null => "Give a key with ORCHESTRATOR_KEY or --key; 'orchestrator keys add NAME --role operator' makes one on the server.",
        HttpStatusCode.Unauthorized => "The server does not know this key. 'orchestrator keys list' shows whose keys it knows.",
        _ => null,
    };

    private static async Task<JsonElement> ParseAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(LongestBody, cancellation);
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation));
            return document.RootElement.Clone();
        }
        catch (Exception error) when (error is JsonException or HttpRequestException)
        {
            return default; // a proxy's own error page; the status code has to do
        }
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<PlanProblem> PlanProblems(JsonElement problem)
    {
        if (problem.ValueKind != JsonValueKind.Object || !problem.TryGetProperty("problems", out var list))
            return [];
        try
        {
            return list.Deserialize<List<PlanProblem>>(DurableJson.Options) ?? [];
        }
        catch (JsonException)
        {
            return []; // another version's form; the detail says it as well
        }
    }
}
