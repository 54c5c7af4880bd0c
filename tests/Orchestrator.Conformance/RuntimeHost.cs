using Microsoft.DurableTask;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Contracts.Servers;

namespace Orchestrator.Conformance;

/// <summary>Starts the Durable Task runtime in this process.</summary>
public static class RuntimeHost
{
    private const int MostAttempts = 5;

    /// <summary>Starts it on a port that nobody uses; by itself it takes one by chance and fails when that is taken.</summary>
    /// <param name="registry">Registers orchestrations and activities.</param>
    /// <returns>The runtime with its client.</returns>
    public static async Task<DurableTaskTestHost> StartAsync(Action<DurableTaskRegistry> registry)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await DurableTaskTestHost.StartAsync(registry, new() { Port = LoopbackPort.Free(), LoggerFactory = NullLoggerFactory.Instance });
            }
            catch (IOException) when (attempt < MostAttempts)
            {
                continue; // somebody took it in between
            }
        }
    }
}
