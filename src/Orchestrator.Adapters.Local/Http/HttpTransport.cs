using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>Sends single requests for plans: to allowed hosts, with bounded answers, and without secrets in errors.</summary>
/// <param name="options">Which hosts are allowed.</param>
/// <param name="time">The clock, for dates in <c>Retry-After</c>.</param>
internal sealed class HttpTransport(LocalAdapterOptions options, TimeProvider time) : IDisposable
{
    private const int MaxBodyBytes = 1024 * 1024;
    private const int MaxRedirects = 5;
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(100);
    private readonly HttpClient _client = new(GuardedHandler.Create()) { Timeout = RequestLimit };

    /// <summary>Sends a request and follows redirects on the same host.</summary>
    /// <exception cref="AdapterException">The host is not allowed or does not answer; the latter is transient.</exception>
    public async Task<HttpAnswer> SendAsync(HttpRequestFacts facts, CancellationToken cancellation)
    {
        for (var redirects = 0; ; redirects++)
        {
            RefuseHost(facts);
            var answer = await SendOnceAsync(facts, cancellation);
            if (answer.Status is not (301 or 302 or 303 or 307 or 308) || answer.Location is not { } location)
            {
                return answer;
            }

            if (redirects == MaxRedirects || !IsSameHost(facts.Url, location))
            {
                throw new AdapterException("it redirects to another host, or in a circle", facts.Subject, "Write the final address into the plan", isTransient: false);
            }

            facts = answer.Status is 307 or 308 ? facts with { Url = location } : facts with { Url = location, Method = HttpMethod.Get, Body = null };
        }
    }

    /// <summary>Whether following there sends secrets to nobody new.</summary>
    public static bool IsSameHost(Uri from, Uri to) =>
        from.Host == to.Host && ((from.Scheme == to.Scheme && from.Port == to.Port) || (from is { Scheme: "http", Port: 80 } && to is { Scheme: "https", Port: 443 }));

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<HttpAnswer> SendOnceAsync(HttpRequestFacts facts, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(facts.Method, facts.Url);
        request.Content = facts.Body is null ? null : new StringContent(facts.Body, Encoding.UTF8, MediaTypeHeaderValue.Parse(facts.ContentType));
        foreach (var (name, value) in facts.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            var location = response.Headers.Location is { } relative ? new Uri(facts.Url, relative) : null;
            return new HttpAnswer((int)response.StatusCode, await ReadBoundedAsync(response.Content, cancellation), location, RetryAfter(response));
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or IOException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // The exception itself is left behind: its text names the host, and the address may be a secret.
            throw new AdapterException($"it does not answer ({Reason(error)})", facts.Subject, "Check that it runs and can be reached from the server", isTransient: true);
        }
    }

    private void RefuseHost(HttpRequestFacts facts)
    {
        if (options.AllowedHosts.Count > 0 && !Pattern.MatchesAny(options.AllowedHosts, facts.Url.Host, ignoreCase: true))
        {
            throw new AdapterException("the server's settings do not allow plans to call this host", facts.Subject, "Add it to the server setting 'AllowedHosts'", isTransient: false);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    private static async Task<string> ReadBoundedAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MaxBodyBytes];
        var count = await stream.ReadAtLeastAsync(buffer, MaxBodyBytes, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, count);
    }

    private static string Reason(Exception error) => error switch
    {
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request => request.HttpRequestError.ToString(),
        OperationCanceledException => "time-out",
        _ => "connection lost or refused",
    };
}
