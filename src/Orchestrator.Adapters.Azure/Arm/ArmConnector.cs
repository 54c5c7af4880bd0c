using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.ResourceManager;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>
/// A host's way to Azure Resource Manager: one for a host, shared by its adapters. Nothing is opened before the first call,
/// so that hosts that know Azure's kinds but do not use them need no identity.
/// </summary>
/// <param name="options">Where Resource Manager is; validated.</param>
/// <param name="credential">Whose calls they are; <see langword="null"/> for the host's own identity.</param>
/// <param name="transport">What sends; <see langword="null"/> for the network.</param>
/// <threadsafety>All members are thread safe.</threadsafety>
internal sealed class ArmConnector(ResourceManagerOptions options, TokenCredential? credential = null, HttpPipelineTransport? transport = null)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private HttpPipelineTransport? _transport = transport;
    private TokenCredential? _credential = credential;
    private ArmHttp? _http;
    private ArmClient? _client;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Takes events.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>How long to wait before a blip is tried again.</summary>
    /// <value>0.4 seconds by default.</value>
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a migration waits in all when Azure asks it to.</summary>
    public TimeSpan WaitBudget => options.WaitBudget;

    /// <summary>Whose calls they are, for adapters that also talk to another of Azure's services.</summary>
    public TokenCredential Credential => Once(ref _credential, () => options.TokenFile is { } file ? new TokenFile(file) : new DefaultAzureCredential());

    /// <summary>Generic calls.</summary>
    /// <exception cref="AdapterException">The file with authorities cannot be read.</exception>
    public ArmHttp Http => Once(ref _http, CreateHttp);

    /// <summary>The SDK's client, with the same identity, connections, retries and endpoint.</summary>
    /// <exception cref="AdapterException">The file with authorities cannot be read.</exception>
    public ArmClient Client => Once(ref _client, CreateClient);

    /// <summary>Resource Manager as one step uses it.</summary>
    /// <param name="scope">The step.</param>
    /// <returns>What adapters work with.</returns>
    public ArmSession For(StepScope scope) => new(this, scope);

    // A failure is not kept, so that a file that was mended is seen. The gate may be entered again by its own thread.
    private T Once<T>(ref T? field, Func<T> create)
        where T : class
    {
        lock (_gate)
            return field ??= create();
    }

    private ArmHttp CreateHttp()
    {
        var own = Prepare(new ArmPipelineOptions());
        var signing = new BearerTokenAuthenticationPolicy(Credential, options.Scope);
        return new ArmHttp(HttpPipelineBuilder.Build(own, signing), options.Endpoint);
    }

    private ArmClient CreateClient()
    {
        var audience = options.Scope[..^"/.default".Length];
        return new ArmClient(Credential, null, Prepare(new ArmClientOptions { Environment = new ArmEnvironment(options.Endpoint, audience) }));
    }

    private T Prepare<T>(T own)
        where T : ClientOptions
    {
        own.Transport = Once(ref _transport, () => ArmTransport.Create(options.CaFile));
        own.Diagnostics.ApplicationId = "Orchestrator"; // whose calls these are, for Azure's own logs
        own.Retry.NetworkTimeout = AnswerTimeout;
        own.RetryPolicy = new QuickRetry(FirstRetryDelay);
        own.AddPolicy(new OwnHostPolicy(options.Endpoint), HttpPipelinePosition.PerCall);
        own.AddPolicy(new FreshTokenPolicy(Credential, options.Scope), HttpPipelinePosition.PerRetry);
        return own;
    }
}
