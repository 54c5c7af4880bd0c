using System.Text.Json;
using Azure.Core.Pipeline;
using Orchestrator.Adapters.Azure;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Adapters.Azure.KeyVault;

namespace Orchestrator.Live;

/// <summary>The ways to Azure that the scenarios take. Ordinary tests put their servers in the place of Azure's.</summary>
/// <param name="Options">Where Resource Manager is.</param>
/// <param name="Arm">The way there.</param>
internal sealed record LiveAzure(ResourceManagerOptions Options, ArmConnector Arm) : IDisposable
{
    /// <summary>Reads secrets.</summary>
    public KeyVaultSecrets Secrets { get; } = new(Options, Arm);

    /// <summary>What sends to stores of App Configuration and to machines' boot logs.</summary>
    public HttpPipelineTransport Transport { get; init; } = ArmTransport.Create(Options.CaFile);

    /// <summary>The address of a vault.</summary>
    public Func<string, string> Vault { get; init; } = name => $"https://{name}.vault.azure.net";

    /// <summary>The address of a store of App Configuration.</summary>
    public Func<string, string> Store { get; init; } = name => $"https://{name}.azconfig.io";

    /// <summary>The connection of a storage account.</summary>
    public Func<string, string> Account { get; init; } = name => $"https://{name}.blob.core.windows.net";

    /// <summary>A name server of a zone.</summary>
    public Func<JsonElement, string> NameServer { get; init; } = zone => zone.Items("properties", "nameServers").First().GetString()!.TrimEnd('.');

    /// <summary>Waits.</summary>
    public Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;

    /// <summary>Azure's public cloud, with the identity that DefaultAzureCredential finds.</summary>
    /// <returns>The ways there.</returns>
    public static LiveAzure Real()
    {
        var options = new ResourceManagerOptions();
        return new(options, new ArmConnector(options));
    }

    /// <inheritdoc/>
    public void Dispose() => (Transport as IDisposable)?.Dispose();
}
