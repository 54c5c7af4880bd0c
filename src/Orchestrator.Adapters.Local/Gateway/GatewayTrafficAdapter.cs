using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>Steers the gateway (<c>orchestrator gateway</c>) over its admin address.</summary>
/// <threadsafety>All members are thread safe.</threadsafety>
public sealed class GatewayTrafficAdapter : ITrafficAdapter, IDisposable
{
    // Longer than any sensible drain of the gateway, which answers by itself when its own bound is over.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromMinutes(5);

    // A new connection each time: a user who arrives now is to be imitated, not one who has been connected since before the switch.
    private readonly HttpClient _users = NewClient(TimeSpan.Zero);
    private readonly HttpClient _admin = NewClient(Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public string Kind => "gateway";

    /// <inheritdoc/>
    public AdapterSettings Settings { get; } = new(typeof(GatewayTrafficSettings));

    /// <inheritdoc/>
    public bool CanHold => true;

    /// <inheritdoc/>
    public async Task SetAsync(AdapterSpec spec, TrafficState state, StepScope scope, CancellationToken cancellation)
    {
        var settings = spec.ReadSettings<GatewayTrafficSettings>();
        var current = await ReadAsync(settings, scope, cancellation);
        var wanted = new GatewayState { Side = state.Side, Held = state.IsHeld, MaxHold = state.IsHeld ? settings.MaxHold : null };
        // A state that shows is in force and drained, so there is nothing left to do.
        if (wanted.Routes(current))
            return;
        using var request = await NewRequestAsync(HttpMethod.Put, settings, scope, cancellation);
        request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{current.Revision}\""));
        request.Content = JsonContent.Create(wanted, options: DurableJson.Options);
        await SendAsync(request, cancellation);
    }

    /// <inheritdoc/>
    public async Task<TrafficState> GetAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation)
    {
        var state = await ReadAsync(spec.ReadSettings<GatewayTrafficSettings>(), scope, cancellation);
        return new TrafficState(state.Side, state.Held);
    }

    /// <inheritdoc/>
    public async Task<string> ConfirmAsync(AdapterSpec spec, Side side, StepScope scope, CancellationToken cancellation)
    {
        var settings = spec.ReadSettings<GatewayTrafficSettings>();
        var url = await scope.ExpandAsync(settings.Address, cancellation) is var address && address.EndsWith('/')
            ? address.TrimEnd('/') + settings.ConfirmPath
            : address + settings.ConfirmPath;
        using var response = await AskAsUserAsync(url, cancellation);
        var answered = response.Headers.TryGetValues(settings.SideHeader, out var values) ? values.First() : "no side";
        var seen = $"GET {url} was answered {(int)response.StatusCode} by {answered}";
        if (response.IsSuccessStatusCode && answered.Equals(side.ToString(), StringComparison.OrdinalIgnoreCase))
            return seen;
        throw new AdapterException(
            $"{seen}, but a success from the {side.ToString().ToLowerInvariant()} was expected",
            $"users' address {address}",
            "Check that the address leads to the gateway, that confirmPath answers with success and that the side is running",
            isTransient: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _users.Dispose();
        _admin.Dispose();
    }

    private static HttpClient NewClient(TimeSpan connectionLifetime) =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = connectionLifetime }) { Timeout = AnswerTimeout };

    private async Task<HttpResponseMessage> AskAsUserAsync(string url, CancellationToken cancellation)
    {
        try
        {
            return await _users.GetAsync(new Uri(url), cancellation);
        }
        catch (Exception error) when (IsNoAnswer(error, cancellation))
        {
            throw new AdapterException($"users get no answer: {error.Message}", $"users' address {url}", "Check that the gateway runs and that the address leads to it", isTransient: true, error);
        }
    }

    private async Task<GatewayState> ReadAsync(GatewayTrafficSettings settings, StepScope scope, CancellationToken cancellation)
    {
        using var request = await NewRequestAsync(HttpMethod.Get, settings, scope, cancellation);
        return await SendAsync(request, cancellation);
    }

    private static async Task<HttpRequestMessage> NewRequestAsync(
        HttpMethod method, GatewayTrafficSettings settings, StepScope scope, CancellationToken cancellation)
    {
        var admin = new Uri(await scope.ExpandAsync(settings.Admin, cancellation));
        var key = await scope.Secrets.ResolveAsync(settings.Key, cancellation);
        return new HttpRequestMessage(method, new Uri(admin, "/state")) { Headers = { Authorization = new("Bearer", key) } };
    }

    private async Task<GatewayState> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var subject = $"gateway {request.RequestUri!.GetLeftPart(UriPartial.Authority)}";
        try
        {
            using var response = await _admin.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
                throw await RefusedAsync(response, subject, cancellation);
            return (await response.Content.ReadFromJsonAsync<GatewayState>(DurableJson.Options, cancellation))!;
        }
        catch (Exception error) when (IsNoAnswer(error, cancellation))
        {
            throw new AdapterException($"it does not answer: {error.Message}", subject, "Start it with 'orchestrator gateway', or correct traffic.admin in the plan", isTransient: true, error);
        }
        catch (JsonException error)
        {
            throw new AdapterException("what answers there is not a gateway", subject, "Correct traffic.admin in the plan", isTransient: false, error);
        }
    }

    private static async Task<AdapterException> RefusedAsync(HttpResponseMessage response, string subject, CancellationToken cancellation)
    {
        var reason = await ReadReasonAsync(response, cancellation);
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new(reason, subject, "Correct traffic.key in the plan: it is in the gateway's key file", isTransient: false),
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound => new(reason, subject, "Correct traffic.admin in the plan, or use a gateway of this version", isTransient: false),
            HttpStatusCode.PreconditionFailed => new(reason, subject, "It will be tried again from the state that is in force now", isTransient: true),
            _ => new(reason, subject, "Look into the gateway's log for the cause; GET /stats shows the requests in flight", isTransient: true),
        };
    }

    private static async Task<string> ReadReasonAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"it answered {(int)response.StatusCode}";
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return problem.TryGetProperty("title", out var title) ? title.ToString().TrimEnd('.') : $"it answered {(int)response.StatusCode}";
    }

    // A connection that is reset as soon as it is made shows as the bare SocketException or IOException.
    private static bool IsNoAnswer(Exception error, CancellationToken cancellation) =>
        error is HttpRequestException or SocketException or IOException || (error is TaskCanceledException && !cancellation.IsCancellationRequested);
}
