using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>The version with which a resource is removed: the one that it was made with, or the newest that its provider names.</summary>
/// <param name="place">Where to.</param>
/// <param name="record">What was made.</param>
internal sealed class TemplateApiVersions(TemplatePlace place, TemplateRecord record)
{
    /// <summary>Finds the version.</summary>
    /// <param name="id">The resource.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The version.</returns>
    /// <exception cref="AdapterException">Neither the template nor the provider knows one.</exception>
    public async Task<string> OfAsync(string id, CancellationToken cancellation)
    {
        var type = TemplateIds.TypeOf(id);
        if (record.ApiVersions.FirstOrDefault(pair => pair.Key.Equals(type, StringComparison.OrdinalIgnoreCase)) is { Value: { } known })
            return known;
        var (provider, name) = (type.Split('/')[0], type[(type.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        var answer = await place.Arm.GetAsync($"/subscriptions/{place.Settings.Subscription}/providers/{provider}", TemplatePlace.ApiVersion, cancellation);
        var versions = answer.Body.Items("resourceTypes").Where(found => name.Equals(found.Text("resourceType"), StringComparison.OrdinalIgnoreCase)).SelectMany(Versions).ToList();
        return versions.Where(version => !version.Contains("preview", StringComparison.OrdinalIgnoreCase)).Concat(versions).FirstOrDefault()
            ?? throw new AdapterException("no version of its type is known, with which it could be removed", id, "Remove it by hand (az resource delete --ids ID), then retry the step", isTransient: false);
    }

    // Newest first, as the provider lists them or not.
    private static IEnumerable<string> Versions(JsonElement type) =>
        type.Items("apiVersions").Select(version => version.GetString()).OfType<string>().OrderByDescending(version => version, StringComparer.Ordinal);
}
