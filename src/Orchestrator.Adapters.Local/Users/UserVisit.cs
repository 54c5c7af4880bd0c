using System.Net.Sockets;
using System.Text;
using Orchestrator.Adapters.Local.Http;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Users;

/// <summary>Visits a page as a user who arrives now: a new connection and a name looked up anew each time.</summary>
internal sealed class UserVisit : IDisposable
{
    private const int MaxBodyBytes = 64 * 1024;

    private readonly HttpClient _client;

    public UserVisit()
    {
        var handler = GuardedHandler.Create();
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        _client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Visits it.</summary>
    /// <param name="settings">The page.</param>
    /// <param name="side">The side that should answer.</param>
    /// <param name="scope">The step.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen.</returns>
    /// <exception cref="AdapterException">It does not answer with success, or another side does.</exception>
    public async Task<string> ConfirmAsync(UserVisitSettings settings, Side side, StepScope scope, CancellationToken cancellation)
    {
        var (wanted, subject) = (side == Side.Source ? settings.Source : settings.Target, $"users' address {settings.Url.Split('?')[0]}");
        if (!Uri.TryCreate(await scope.ExpandAsync(settings.Url, cancellation), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new AdapterException("this is no http or https address", subject, "Correct traffic.address.url in the plan", isTransient: false);
        var (status, told) = await AskAsync(url, settings, subject, cancellation);
        var isRight = settings.Header is null ? told.Contains(wanted, StringComparison.Ordinal) : told.Equals(wanted, StringComparison.OrdinalIgnoreCase);
        if (status is >= 200 and < 300 && isRight)
            return $"GET {settings.Url.Split('?')[0]} was answered {status} by the {side.ToString().ToLowerInvariant()}";
        throw new AdapterException(
            $"it was answered {status} {(isRight ? "" : $"without '{wanted}' in {settings.Header ?? "the body"} ")}but a success from the {side.ToString().ToLowerInvariant()} was expected",
            subject, $"Check that side, and what users get: curl -i {settings.Url.Split('?')[0]}", isTransient: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<(int Status, string Told)> AskAsync(Uri url, UserVisitSettings settings, string subject, CancellationToken cancellation)
    {
        try
        {
            using var answer = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation);
            var told = settings.Header is not { } header ? await ReadAsync(answer.Content, cancellation)
                : answer.Headers.TryGetValues(header, out var values) ? values.First() : "";
            return ((int)answer.StatusCode, told);
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or IOException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new AdapterException($"users get no answer ({error.GetBaseException().GetType().Name})", subject, "Check that the side runs and that the name leads to it", isTransient: true);
        }
    }

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MaxBodyBytes];
        return Encoding.UTF8.GetString(buffer, 0, await stream.ReadAtLeastAsync(buffer, MaxBodyBytes, throwOnEndOfStream: false, cancellation));
    }
}
