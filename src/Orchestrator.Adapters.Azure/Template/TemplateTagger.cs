using Azure.Core;
using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Puts our tags on what a deployment made, and on nothing that was there before.</summary>
/// <param name="place">Where to.</param>
internal sealed class TemplateTagger(TemplatePlace place)
{
    private ArmSession Arm => place.Arm;

    /// <summary>Notes and tags what the deployment made, once after each of its runs: a tag that somebody takes away later stays away.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is known of it then.</returns>
    public async Task<TemplateRecord> TagAsync(CancellationToken cancellation)
    {
        var record = place.Record!;
        var deployment = await Arm.FindAsync(place.DeploymentId, TemplatePlace.ApiVersion, cancellation);
        if (deployment is null || OperationLook.AtResource(deployment).IsUnderWay)
            return record;
        var run = $"{deployment.Body.Text("properties", "correlationId")} {deployment.Body.Text("properties", "timestamp")}";
        return run == record.TaggedRun ? record : await TagAsync(record with { TaggedRun = run }, cancellation);
    }

    private async Task<TemplateRecord> TagAsync(TemplateRecord record, CancellationToken cancellation)
    {
        var trace = new DeploymentTrace(Arm);
        await trace.ReadAsync(place.DeploymentId, cancellation);
        var listed = await new TemplateInventory(place).ListAsync(cancellation);
        List<string> made = [], untagged = [];
        var touched = trace.Touched.Where(id => TemplateIds.TypeOf(id).Length > 0 && !TemplateRecord.Has(record.Existing, id)).ToLookup(id => IsNew(record, id, listed));
        foreach (var id in touched[true])
        {
            var status = await TagAsync(id, record, cancellation);
            if (status != Tagging.Gone)
                made.Add(id);
            if (status == Tagging.Refused)
                untagged.Add(id);
        }

        return place.Record = record with
        {
            Created = TemplateRecord.Add(record.Created, made),
            Untagged = TemplateRecord.Add(record.Untagged, untagged),
            Unproven = TemplateRecord.Add(record.Unproven, touched[false]),
            Nested = TemplateRecord.Add(record.Nested, trace.Nested),
            Needs = record.Needs.Where(pair => !trace.Needs.ContainsKey(pair.Key)).Concat(trace.Needs).ToDictionary(),
        };
    }

    // Parts and extensions of other resources, and what lies in other groups, are in no list that was taken: there the
    // preview is the proof.
    private static bool IsNew(TemplateRecord record, string id, IEnumerable<string> listed) => TemplateRecord.Has(record.Announced, id) || TemplateRecord.Has(listed, id);

    private async Task<Tagging> TagAsync(string id, TemplateRecord record, CancellationToken cancellation)
    {
        var body = new { operation = "Merge", properties = new { place.Tags } };
        var url = Arm.Connector.Http.UrlOf(TemplateIds.TagsOf(id), TemplatePlace.ApiVersion);
        var tagging = await Arm.ExplainAsync($"tags of {id}", async () =>
        {
            var answer = await Arm.Connector.Http.SendAsync(RequestMethod.Patch, url, body, null, cancellation);
            return answer.Status switch
            {
                < 400 => Tagging.Done,
                404 => Tagging.Gone,
                400 or 405 => Tagging.Refused, // a type that takes no tags
                _ => throw Arm.Refusal(ArmFailure.Of(answer), $"tags of {id}"),
            };
        }, cancellation);
        // Some providers answer the same for a type that they know no tags of.
        return tagging == Tagging.Gone && await Arm.FindAsync(id, await new TemplateApiVersions(place, record).OfAsync(id, cancellation), cancellation) is not null
            ? Tagging.Refused
            : tagging;
    }

    private enum Tagging
    {
        Done,
        Refused,
        Gone,
    }
}
