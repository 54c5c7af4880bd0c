using Azure.Core;
using Azure.Core.Pipeline;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.AppConfiguration;

/// <summary>The data plane of one store, for one step. No error and no log holds a value.</summary>
/// <param name="http">Sends to the store's endpoint.</param>
/// <param name="arm">The step.</param>
internal sealed class ConfigurationStore(ArmHttp http, ArmSession arm)
{
    private const string ApiVersion = "1.0";

    /// <summary>The way to an endpoint, with the identity and the retries of calls to Resource Manager.</summary>
    /// <param name="endpoint">The store's endpoint.</param>
    /// <param name="connector">The host's.</param>
    /// <param name="transport">What sends.</param>
    /// <returns>What sends, signed for that store.</returns>
    public static ArmHttp Open(Uri endpoint, ArmConnector connector, HttpPipelineTransport transport)
    {
        var scope = $"{endpoint.GetLeftPart(UriPartial.Authority)}/.default";
        var options = new ArmPipelineOptions { Transport = transport, RetryPolicy = new QuickRetry(connector.FirstRetryDelay) };
        options.Diagnostics.ApplicationId = "Orchestrator";
        options.AddPolicy(new OwnHostPolicy(endpoint), HttpPipelinePosition.PerCall);
        options.AddPolicy(new FreshTokenPolicy(connector.Credential, scope), HttpPipelinePosition.PerRetry);
        return new ArmHttp(HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(connector.Credential, scope)), endpoint);
    }

    /// <summary>Reads a key.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    public async Task<StoredValue?> FindAsync(string key, string? label, CancellationToken cancellation) =>
        await SendAsync(RequestMethod.Get, (key, label), null, null, cancellation) is { Status: 200 } found ? StoredValue.Of(found.Body) : null;

    /// <summary>Brings a key to what is wanted, if it is as it was read.</summary>
    /// <param name="key">The key and its label.</param>
    /// <param name="current">What was read; <see langword="null"/> for nothing.</param>
    /// <param name="wanted">What is wanted; <see langword="null"/> for nothing.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AdapterException">Somebody else changed it, or it is refused.</exception>
    public async Task ReplaceAsync((string Key, string? Label) key, StoredValue? current, StoredValue? wanted, CancellationToken cancellation)
    {
        var condition = current is null ? ArmCondition.Absent : ArmCondition.Unchanged($"\"{current.ETag}\"");
        try
        {
            await SendAsync(wanted is null ? RequestMethod.Delete : RequestMethod.Put, key, wanted?.ToBody(), condition, cancellation);
        }
        catch (AdapterException)
        {
            // An answer that was lost may have come after the change, and its repetition is refused for the change's sake.
            var now = await FindAsync(key.Key, key.Label, cancellation);
            if (wanted is null ? now is null : wanted.IsSameAs(now))
                return;
            if (now?.ETag != current?.ETag)
                throw Changed(key.Key, key.Label, "meanwhile");
            throw;
        }
    }

    /// <summary>Says that a key is somebody else's.</summary>
    public AdapterException Changed(string key, string? label, string when) => new(
        $"somebody else changed it {when}", Subject(key, label),
        $"Compare it with the plan and the audit of the store, bring it back, then retry: az appconfig revision list --endpoint {http.UrlOf("/", ApiVersion).GetLeftPart(UriPartial.Authority)} --auth-mode login --key {key}", isTransient: false);

    private Task<ArmAnswer> SendAsync(RequestMethod method, (string Key, string? Label) key, object? body, ArmCondition? condition, CancellationToken cancellation)
    {
        var subject = Subject(key.Key, key.Label);
        var label = key.Label is null ? "" : $"?label={Uri.EscapeDataString(key.Label)}";
        return arm.ExplainAsync(subject, async () =>
        {
            var answer = await http.SendAsync(method, http.UrlOf($"/kv/{Uri.EscapeDataString(key.Key)}{label}", ApiVersion), body, condition, cancellation);
            if (answer.Status == 409)
                throw new AdapterException("it is locked", subject, $"Unlock it: az appconfig kv unlock --key {key.Key}", isTransient: false);
            return answer.IsError && answer.Status != 404 ? throw arm.Refusal(ArmFailure.Of(answer), subject) : answer;
        }, cancellation);
    }

    private static string Subject(string key, string? label) => label is null ? $"key {key} in App Configuration" : $"key {key} ({label}) in App Configuration";
}
