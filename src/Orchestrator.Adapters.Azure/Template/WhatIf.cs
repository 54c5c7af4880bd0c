using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Asks Azure what a deployment would change.</summary>
/// <param name="place">Where to.</param>
/// <param name="content">What.</param>
internal sealed class WhatIf(TemplatePlace place, TemplateContent content)
{
    private const string Ignored = "Ignore";

    /// <summary>Asks.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The changes, without what stays as it is because the template does not name it.</returns>
    /// <exception cref="OperationPendingException">Azure works on it.</exception>
    /// <exception cref="AdapterException">The template is wrong, or Azure cannot tell.</exception>
    public async Task<IReadOnlyList<WhatIfChange>> AskAsync(CancellationToken cancellation)
    {
        var operation = Describe();
        var answer = await place.Arm.RunAsync(operation, cancellation);
        // The next preview is to be a new one.
        await place.Arm.SettleAsync(operation, cancellation);
        if (answer is null)
            throw new AdapterException("Azure no longer knows its preview", operation.What, "It is asked for again", isTransient: true);
        if (!"Succeeded".Equals(answer.Body.Text("status") ?? "Succeeded", StringComparison.OrdinalIgnoreCase))
            throw ArmErrors.Ended(ArmFailure.Of(answer), operation.What);
        return [.. answer.Body.Items("properties", "changes").Select(Read).Where(change => change.Change != Ignored)];
    }

    private LongOperation Describe() => new()
    {
        Key = $"{place.Kind}.{place.Group}.whatIf.{place.Arm.Scope.Step}.{Mark()}",
        What = $"Previewing the deployment to the resource group {place.Group}",
        Start = StartAsync, // changes nothing, so that asking twice is as asking once
        Limit = TimeSpan.FromHours(1),
    };

    private async Task<ArmAnswer> StartAsync(CancellationToken cancellation)
    {
        var properties = await TemplateRequest.PropertiesAsync(place, content, cancellation);
        properties["whatIfSettings"] = new JsonObject { ["resultFormat"] = "FullResourcePayloads" };
        return await place.Arm.PostAsync($"{place.DeploymentId}/whatIf", TemplatePlace.ApiVersion, new JsonObject { ["properties"] = properties }, cancellation);
    }

    // The answer to another question is none to this one. References to secrets stand for their values here.
    private string Mark()
    {
        var question = $"{content.Sha256}\n{DurableJson.Write(place.Settings.Parameters)}\n{DurableJson.Write(place.Settings.RehearsalParameters)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)))[..12];
    }

    // Values are left where they are: they may be secrets.
    private WhatIfChange Read(JsonElement change) => new(change.Text("resourceId") ?? "", change.Text("changeType") ?? "Unsupported")
    {
        IsOwn = change.Find("before") is { } before && ArmTags.IsOwn(before, place.Arm.Scope),
        Properties = [.. change.Items("delta").Select(property => property.Text("path")).OfType<string>()],
    };
}
