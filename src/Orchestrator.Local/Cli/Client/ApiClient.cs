using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Local.Cli.Client;

/// <summary>Talks to a server of either host.</summary>
internal sealed class ApiClient : IDisposable
{
    private const string KeyHeader = "x-functions-key";
    private const int Attempts = 3;
    private readonly HttpClient _http;
    private readonly ServerConnection _server;
    private readonly TimeProvider _time;

    public ApiClient(ServerConnection server, CliHost host)
    {
        (_server, _time) = (server, host.Time);
        // A followed migration may have nothing to say for hours; each call bounds itself instead.
        _http = new HttpClient(host.Handler()) { BaseAddress = server.Url, Timeout = Timeout.InfiniteTimeSpan };
        if (server.Key is not null && !_http.DefaultRequestHeaders.TryAddWithoutValidation(KeyHeader, server.Key))
            throw new CliException(ExitCodes.BadInput, "The key has characters that no key has.", "Check ORCHESTRATOR_KEY or --key.");
        if (server.Token is not null && !_http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {server.Token}"))
            throw new CliException(ExitCodes.BadInput, "The token has characters that no token has.", "Check ORCHESTRATOR_TOKEN.");
    }

    public Task<MigrationStatus> GetStatusAsync(string id, CancellationToken cancellation) =>
        GetAsync<MigrationStatus>($"api/migrations/{Uri.EscapeDataString(id)}", cancellation);

    public async Task<T> GetAsync<T>(string path, CancellationToken cancellation)
    {
        using var response = await SendAsync(() => new(HttpMethod.Get, path), cancellation);
        return await ReadAsync<T>(response, cancellation);
    }

    public async Task<string> GetTextAsync(string path, string accept, CancellationToken cancellation)
    {
        using var response = await SendAsync(() => new(HttpMethod.Get, path) { Headers = { { "Accept", accept } } }, cancellation);
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    public async Task<JsonElement> PostAsync(string path, object? body, CancellationToken cancellation)
    {
        using var response = await SendAsync(() => new(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: DurableJson.Options) }, cancellation);
        return await ReadAsync<JsonElement>(response, cancellation);
    }

    /// <summary>Sends a request, made anew for each attempt; one that got no answer is sent again, for all of them can be repeated.</summary>
    /// <exception cref="CliException">No server answers, or it refuses.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> create, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = create();
                var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
                return response.IsSuccessStatusCode ? response : throw await ApiErrors.ReadAsync(response, _server, cancellation);
            }
            catch (HttpRequestException error) when (attempt == Attempts || error.HttpRequestError == HttpRequestError.ConnectionError && _server.Url.IsLoopback)
            {
                throw ApiErrors.NoServer(_server, error);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromSeconds(attempt), _time, cancellation);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(DurableJson.Options, cancellation) ?? throw new JsonException("null");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new CliException(ExitCodes.Failed, "The server's answer is not what an Orchestrator answers.", "Check --url: is it another service, or another version?", error);
        }
    }
}
