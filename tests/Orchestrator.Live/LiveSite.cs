using System.Globalization;
using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Contracts.Data;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Live;

/// <summary>The resource group of a run, in which its scenarios work, and nowhere else.</summary>
/// <param name="azure">The ways to Azure.</param>
/// <param name="options">The run.</param>
/// <param name="folder">A folder for files of the run.</param>
internal sealed class LiveSite(LiveAzure azure, LiveOptions options, string folder)
{
    private const int MostTroubles = 40;

    // New roles, names and resources take minutes to be known everywhere.
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(15);

    /// <summary>The ways to Azure.</summary>
    public LiveAzure Azure => azure;

    /// <summary>The run.</summary>
    public LiveOptions Options => options;

    /// <summary>A folder for files.</summary>
    public string Folder => folder;

    /// <summary>The resource group.</summary>
    public string Group => LiveGroups.NameOf(options.RunId);

    /// <summary>The tags of everything that is made.</summary>
    public Dictionary<string, string> Tags => new()
    {
        [LiveOptions.Tag] = options.RunId,
        [LiveOptions.ExpiryTag] = options.Expires.ToString("O", CultureInfo.InvariantCulture),
    };

    /// <summary>The step that an adapter works for.</summary>
    /// <param name="step">Its name.</param>
    /// <param name="component">The data that it is about.</param>
    /// <returns>The step.</returns>
    public StepScope Scope(string step, DataComponent? component = null) =>
        TestScope.Create(component ?? new() { Name = "none", Kind = "files" }, Path.Combine(folder, "work"), step, migrationId: $"live-{options.RunId}");

    /// <summary>A name that nobody else in the world has.</summary>
    /// <param name="prefix">What it begins with.</param>
    /// <returns>The name.</returns>
    public string Name(string prefix) => $"{prefix}{options.RunId}";

    /// <summary>The id of a resource of the group.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="names">A name for each part of the type.</param>
    /// <returns>The id.</returns>
    public string Id(string type, params ReadOnlySpan<string> names) => ResourceIds.Of(options.Subscription, Group, type, names);

    /// <summary>A part of a plan.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="keys">The others of its keys.</param>
    /// <returns>The part.</returns>
    public static AdapterSpec Spec(string kind, object keys) => new() { Kind = kind, Settings = Keys(keys) };

    /// <summary>The keys of a part of a plan.</summary>
    /// <param name="keys">The keys.</param>
    /// <returns>As a plan has them.</returns>
    public static Dictionary<string, JsonElement> Keys(object keys) =>
        JsonSerializer.SerializeToElement(keys, DurableJson.Options).Deserialize<Dictionary<string, JsonElement>>()!;

    /// <summary>Requires something.</summary>
    /// <param name="holds">Whether it is so.</param>
    /// <param name="what">What was expected.</param>
    /// <exception cref="InvalidOperationException">It is not so.</exception>
    public static void Expect(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"Expected, and not found: {what}");
    }

    /// <summary>Makes a resource, and waits until it is there.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="apiVersion">The version of its type.</param>
    /// <param name="body">It.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>It, as Azure has it.</returns>
    public async Task<JsonElement> MakeAsync(string id, string apiVersion, object body, CancellationToken cancellation)
    {
        var arm = azure.Arm.For(Scope("make"));
        var made = await PatientlyAsync(() => arm.RunAsync(new LongOperation
        {
            Key = $"live.{id}",
            What = $"Making {id}",
            Start = stop => arm.PutAsync(id, apiVersion, body, stop),
            Probe = stop => arm.ProbeMadeAsync(id, apiVersion, _ => true, stop),
            ResultPath = id,
            ResultApiVersion = apiVersion,
        }, cancellation), cancellation);
        return made?.Body ?? (await FindAsync(id, apiVersion, cancellation))!.Value;
    }

    /// <summary>Reads a resource.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="apiVersion">The version of its type.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>It; <see langword="null"/> when there is none.</returns>
    public Task<JsonElement?> FindAsync(string id, string apiVersion, CancellationToken cancellation) =>
        PatientlyAsync(async () => (await azure.Arm.For(Scope("look")).FindAsync(id, apiVersion, cancellation))?.Body, cancellation);

    /// <summary>Does something as the runbook does it: again while it is pending, and some times when trying again may help.</summary>
    /// <param name="work">What.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is done.</returns>
    public Task PatientlyAsync(Func<Task> work, CancellationToken cancellation) => PatientlyAsync(async () =>
    {
        await work();
        return true;
    }, cancellation);

    /// <inheritdoc cref="PatientlyAsync(Func{Task}, CancellationToken)"/>
    /// <typeparam name="T">What it gives.</typeparam>
    public async Task<T> PatientlyAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        for (var troubles = 0; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            TimeSpan wait;
            try
            {
                return await work();
            }
            catch (OperationPendingException pending)
            {
                wait = pending.LookAgainAfter;
            }
            catch (AdapterException trouble) when (trouble.IsTransient && ++troubles < MostTroubles)
            {
                wait = AfterTrouble;
            }

            await azure.Wait(wait, cancellation);
        }
    }
}
