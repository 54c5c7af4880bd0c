using System.Text.Json;
using Orchestrator.Adapters.Azure.AppConfiguration;
using Orchestrator.Core.Ports;

namespace Orchestrator.Live;

/// <summary><c>appConfiguration</c>: a value with a label and a sentinel lead to the target and back to exactly what they were.</summary>
internal sealed class ConfigurationScenario : ILiveScenario
{
    private const string Key = "Orders:Database";
    private const string Label = "live";

    /// <inheritdoc/>
    public string Name => "appConfiguration";

    /// <inheritdoc/>
    public async Task<string> RunAsync(LiveSite site, CancellationToken cancellation)
    {
        var name = site.Name("orchlive-");
        // Of the free kind, which is gone at once when it is deleted.
        await site.MakeAsync(site.Id("Microsoft.AppConfiguration/configurationStores", name), "2023-03-01", new { location = site.Options.Location, tags = site.Tags, sku = new { name = "free" } }, cancellation);
        var endpoint = site.Azure.Store(name);
        var store = new ConfigurationStore(ConfigurationStore.Open(new Uri(endpoint), site.Azure.Arm, site.Azure.Transport), site.Azure.Arm.For(site.Scope("make")));
        var former = new StoredValue("Host=old", "text/plain", JsonSerializer.SerializeToElement(site.Tags), "");
        await site.PatientlyAsync(() => store.ReplaceAsync((Key, Label), null, former, cancellation), cancellation);
        var spec = LiveSite.Spec("appConfiguration", new { endpoint, sentinel = "Sentinel", values = new[] { new { name = Key, label = Label, source = "Host=old", target = "Host=new" } } });

        using var adapter = new AppConfigurationTrafficAdapter(site.Azure.Arm, site.Azure.Transport);
        await site.PatientlyAsync(() => adapter.SetAsync(spec, new(Side.Target, IsHeld: false), site.Scope("redirect"), cancellation), cancellation);
        var seen = await site.PatientlyAsync(() => adapter.ConfirmAsync(spec, Side.Target, site.Scope("redirect"), cancellation), cancellation);
        var there = await site.PatientlyAsync(() => store.FindAsync(Key, Label, cancellation), cancellation);
        LiveSite.Expect(there?.Value == "Host=new", "the target's value");

        await site.PatientlyAsync(() => adapter.SetAsync(spec, new(Side.Source, IsHeld: false), site.Scope("redirectBack"), cancellation), cancellation);
        LiveSite.Expect(former.IsSameAs(await site.PatientlyAsync(() => store.FindAsync(Key, Label, cancellation), cancellation)), "the value with its tags as it was");
        LiveSite.Expect(await site.PatientlyAsync(() => store.FindAsync("Sentinel", null, cancellation), cancellation) is null, "no sentinel, as before");
        return $"{seen}; and back as it was";
    }
}
