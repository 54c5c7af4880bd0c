using System.Text.Json;
using Orchestrator.Local.Cli.Client;

namespace Orchestrator.Local.Cli.Verbs;

/// <summary>Sends a plan to the server.</summary>
internal static class PlanRequest
{
    public static async Task<JsonElement> PostAsync(ApiClient api, string path, FileInfo file, string? idempotencyKey, CancellationToken cancellation)
    {
        var bytes = PlanFile.Read(file);
        try
        {
            using var response = await api.SendAsync(() => Create(path, PlanFile.ToContent(file, bytes), idempotencyKey), cancellation);
            return await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        }
        catch (CliException error) when (error.Problems.Count > 0)
        {
            throw PlanFile.WithName(error, file);
        }
    }

    private static HttpRequestMessage Create(string path, HttpContent content, string? idempotencyKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (idempotencyKey is not null && !request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey))
            throw new CliException(ExitCodes.BadInput, "The idempotency key has characters that no header may have.", "Use letters, digits and dashes.");
        return request;
    }
}
