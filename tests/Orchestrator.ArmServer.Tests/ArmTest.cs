using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using Xunit;

namespace Orchestrator.Testing.Arm.Tests;

/// <summary>A server, a plain client, and at the end a judgement of everything they said to each other.</summary>
[Collection(ArmTests.Name)]
public abstract class ArmTest(ArmJudge judge) : IAsyncLifetime
{
    private HttpClient _client = null!;

    protected ArmServer Server { get; private set; } = null!;

    protected string Group => $"/subscriptions/{Server.Options.SubscriptionId}/resourceGroups/rg";

    protected virtual ArmServerOptions Options => new();

    public async Task InitializeAsync()
    {
        Server = await ArmServer.StartAsync(Options);
        _client = ClientOf(Server);
        await SignInAsync();
        Server.Seed(Group, new JsonObject { ["location"] = "westeurope", ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" } });
    }

    public async Task DisposeAsync()
    {
        try
        {
            await judge.AssertRightAsync(Server.Recorder);
        }
        finally
        {
            _client.Dispose();
            await Server.DisposeAsync();
        }
    }

    private static HttpClient ClientOf(ArmServer server) => new(server.CreateHandler()) { BaseAddress = server.Endpoint };

    protected async Task SignInAsync()
    {
        var token = await Server.Credential.GetTokenAsync(new TokenRequestContext(["https://management.azure.com/.default"]), default);
        _client.DefaultRequestHeaders.Authorization = new("Bearer", token.Token);
    }

    protected async Task<Reply> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.RelativeOrAbsolute));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var all = answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Reply((int)answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null, all, text);
    }

    protected Task<Reply> GetAsync(string path) => SendAsync("GET", path);

    protected Task<Reply> PutAsync(string path, string body) => SendAsync("PUT", path, body);

    /// <summary>Sends something and looks at its operation until it has ended; the result is what the operation says at its end.</summary>
    protected async Task<Reply> EndAsync(Task<Reply> sent)
    {
        var accepted = await sent;
        Assert.True(accepted.Status < 400, $"{accepted.Status} {accepted.Text}");
        if (!accepted.Headers.TryGetValue("Azure-AsyncOperation", out var address) && !accepted.Headers.TryGetValue("Location", out address))
            return accepted;
        for (var look = 0; look < 20; look++)
        {
            var state = await GetAsync(address);
            if (state.Status != (int)HttpStatusCode.Accepted && state["status"]?.GetValue<string>() != "InProgress")
                return state;
        }

        throw new TimeoutException($"The operation did not end: {address}");
    }

    protected async Task<Reply> SucceedAsync(string method, string path, string? body = null)
    {
        var end = await EndAsync(SendAsync(method, path, body));
        Assert.True(end.Status < 400 && end["status"]?.GetValue<string>() is null or "Succeeded", $"{end.Status} {end.Text}");
        return end;
    }
}
