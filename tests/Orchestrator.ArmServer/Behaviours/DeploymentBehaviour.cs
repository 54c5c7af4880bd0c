using System.Text;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Deployments of templates to a group or a subscription. Their records can go without what they made.</summary>
internal sealed class DeploymentBehaviour(BehaviourRegistry behaviours) : IResourceBehaviour
{
    public string Type => "Microsoft.Resources/deployments";

    public OperationStyle PutStyle => OperationStyle.AsyncOperation;

    public OperationStyle DeleteStyle => OperationStyle.Location;

    public string BusyCode => "DeploymentActive";

    public string StateMeanwhile(bool isNew) => "Running";

    public void Check(ArmCall call, ArmResource? existing)
    {
        var hasLocation = call.Body.ContainsKey("location");
        if (hasLocation == call.Path.Group is not null)
            throw ArmErrorException.Bad(hasLocation ? "The 'location' property is not allowed for this deployment." : "The 'location' property must be specified.", "InvalidDeployment");
        TemplateOf(call);
    }

    public JsonObject Shape(ArmCall call, JsonObject sent, ArmResource? existing)
    {
        var template = TemplateOf(call);
        var properties = new JsonObject
        {
            ["mode"] = sent.Text("properties", "mode"),
            ["correlationId"] = Guid.NewGuid().ToString(),
            ["timestamp"] = call.World.Now.Time(),
            ["duration"] = "PT1S",
            ["parameters"] = template.Parameters,
            ["providers"] = Providers(template),
            ["dependencies"] = template.Dependencies(),
        };
        if (sent.At("properties", "templateLink") is { } link)
            properties["templateLink"] = link.DeepClone();
        sent["properties"] = properties;
        return sent;
    }

    public void Ready(ArmCall call, ArmResource resource)
    {
        var template = TemplateOf(call);
        var steps = new JsonArray();
        resource.Hidden["operations"] = "[]";
        foreach (var step in template.Steps)
        {
            Make(call, step, steps);
            resource.Hidden["operations"] = steps.ToJsonString();
        }

        if (resource.Body.Text("properties", "mode") == "Complete")
            RemoveOthers(call, template);
        resource.Properties["outputs"] = template.Outputs();
        resource.Properties["outputResources"] = new JsonArray([.. template.Targets.Select(target => (JsonNode)new JsonObject { ["id"] = target.Id })]);
    }

    // What was made before the failure stays, as it does in Azure.
    public void Failed(ArmCall call, ArmResource resource)
    {
        var error = resource.Hidden.GetValueOrDefault("operations") is null ? PartlyMake(call, resource) : null;
        resource.Properties["provisioningState"] = "Failed";
        resource.Properties["error"] = error ?? new JsonObject
        {
            ["code"] = "DeploymentFailed",
            ["message"] = "At least one resource deployment operation failed. Please list deployment operations for details.",
        };
    }

    public ArmAnswer? ActWithout(ArmCall call, string action) => (call.Method, action.ToUpperInvariant()) switch
    {
        ("POST", "VALIDATE") => Validate(call),
        ("POST", "WHATIF") => StartWhatIf(call),
        _ => null,
    };

    public ArmAnswer? Act(ArmCall call, ArmResource resource, string action) => (call.Method, action.ToUpperInvariant()) switch
    {
        ("GET", "OPERATIONS") => Operations(call, resource),
        ("POST", "CANCEL") => Cancel(resource),
        _ => null,
    };

    private static ArmTemplate TemplateOf(ArmCall call)
    {
        var body = call.Body;
        var template = body.At("properties", "template") as JsonObject;
        if (body.Text("properties", "templateLink", "id") is { } spec)
            template = call.World.Resources.Get(spec).Body.At("properties", "mainTemplate") as JsonObject;
        if (template is null)
            throw ArmErrorException.Bad("The request has neither a template nor a link to a template spec.", "InvalidRequestContent");
        var scope = call.Path.Scope;
        var location = body.Text("location") ?? call.World.Resources.Get(scope).Body.Text("location")!;
        return new ArmTemplate(scope, location, template.Clone(), body.At("properties", "parameters") as JsonObject ?? []);
    }

    private void Make(ArmCall call, TemplateTarget target, JsonArray steps)
    {
        if (target.Inside is { } inside)
        {
            MakeInside(call, target.Id, inside);
            steps.Add(Step(call, target, "Succeeded", new ArmAnswer(201)));
            return;
        }

        var routes = new ArmRouter(call.World, behaviours);
        var inner = new ArmCall
        {
            Method = "PUT",
            RawPath = target.Id,
            Target = $"{target.Id}?api-version={target.ApiVersion}",
            Query = new Dictionary<string, string> { ["api-version"] = target.ApiVersion },
            Headers = new Dictionary<string, string>(),
            Host = call.Host,
            Bytes = Encoding.UTF8.GetBytes(target.Body.ToJsonString()),
            World = call.World,
        };
        var answer = routes.Handle(inner);
        while (call.World.Resources.Find(target.Id)?.Operation is { IsDone: false } operation)
            operation.Poll();
        steps.Add(Step(call, target, answer.Status < 400 ? "Succeeded" : "Failed", answer));
        if (answer.Status >= 400)
            throw ArmErrorException.Conflict(answer.Body.Text("error", "message") ?? "It failed.", answer.Body.Text("error", "code") ?? "Conflict");
    }

    // A deployment inside of another is one of its own, with a record and operations.
    private void MakeInside(ArmCall call, string id, ArmTemplate template)
    {
        var steps = new JsonArray();
        foreach (var step in template.Steps)
            Make(call, step, steps);
        var made = call.World.Seed(id, new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["mode"] = "Incremental",
                ["provisioningState"] = "Succeeded",
                ["correlationId"] = Guid.NewGuid().ToString(),
                ["timestamp"] = call.World.Now.Time(),
                ["duration"] = "PT1S",
                ["parameters"] = template.Parameters,
                ["providers"] = Providers(template),
                ["dependencies"] = template.Dependencies(),
            },
        });
        made.Hidden["operations"] = steps.ToJsonString();
    }

    private static JsonObject Step(ArmCall call, TemplateTarget target, string state, ArmAnswer answer)
    {
        var id = target.Id.Split('/')[^1].GetHashCode(StringComparison.Ordinal).ToString("X8", CultureInfo.InvariantCulture);
        var path = new ArmPath(target.Id);
        var step = new JsonObject
        {
            ["provisioningOperation"] = "Create",
            ["provisioningState"] = state,
            ["timestamp"] = call.World.Now.Time(),
            ["duration"] = "PT1S",
            ["statusCode"] = answer.Status == 201 ? "Created" : state == "Succeeded" ? "OK" : "Conflict",
            ["targetResource"] = new JsonObject
            {
                ["id"] = target.Id,
                ["resourceType"] = path.HasProvider ? path.Type : "Microsoft.Resources/resourceGroups",
                ["resourceName"] = target.Id.Split('/')[^1],
            },
        };
        if (state == "Failed")
            step["statusMessage"] = new JsonObject { ["status"] = "Failed", ["error"] = answer.Body.At("error")?.DeepClone() };
        return new JsonObject { ["id"] = $"{call.Path.Id}/operations/{id}", ["operationId"] = id, ["properties"] = step };
    }

    private JsonObject? PartlyMake(ArmCall call, ArmResource resource)
    {
        var steps = new JsonArray();
        foreach (var step in TemplateOf(call).Steps.SkipLast(1))
            Make(call, step, steps);
        resource.Hidden["operations"] = steps.ToJsonString();
        return null;
    }

    private static void RemoveOthers(ArmCall call, ArmTemplate template)
    {
        var others = call.World.Resources.In(call.Path.Scope).Where(resource => ResourceFilter.IsListed(resource)
            && !template.Targets.Any(target => target.Id.Equals(resource.Id, StringComparison.OrdinalIgnoreCase)));
        foreach (var other in others.ToList())
            call.World.Resources.Remove(other.Id);
    }

    private static JsonArray Providers(ArmTemplate template) => new([.. template.Targets.Select(target => new ArmPath(target.Id))
        .Where(path => path.HasProvider).GroupBy(path => path.Namespace).Select(group => (JsonNode)new JsonObject
        {
            ["namespace"] = group.Key,
            ["resourceTypes"] = new JsonArray([.. group.Select(path => path.Type[(group.Key.Length + 1)..]).Distinct()
                .Select(type => (JsonNode)new JsonObject { ["resourceType"] = type, ["locations"] = new JsonArray("westeurope") })]),
        })]);

    private ArmAnswer Validate(ArmCall call)
    {
        Check(call, null);
        var template = TemplateOf(call);
        var properties = Shape(call, call.Body, null).Child("properties").Clone();
        properties["provisioningState"] = "Succeeded";
        properties["validatedResources"] = new JsonArray([.. template.Targets.Select(target => (JsonNode)new JsonObject { ["id"] = target.Id })]);
        return new ArmAnswer(200, new JsonObject { ["properties"] = properties });
    }

    private ArmAnswer StartWhatIf(ArmCall call)
    {
        Check(call, null);
        var nobody = new ArmResource(call.Path.Id, Type, call.Path.Name, []);
        var isComplete = call.Body.Text("properties", "mode") == "Complete";
        var operation = call.World.Operations.Start(call, nobody, "whatIf", () => WhatIf.Result(call.World, call.Path.Scope, TemplateOf(call), isComplete));
        return call.World.Operations.Headers(new ArmAnswer(202), operation, OperationStyle.Location);
    }

    private static ArmAnswer Operations(ArmCall call, ArmResource resource)
    {
        var steps = (JsonArray)JsonNode.Parse(resource.Hidden.GetValueOrDefault("operations", "[]"))!;
        return Pages.Answer(call, [.. steps.Select(step => step!.DeepClone())], call.World.Options.PageSize);
    }

    private static ArmAnswer Cancel(ArmResource resource)
    {
        if (resource.Operation is not { IsDone: false } operation)
            throw ArmErrorException.Conflict("The deployment cannot be cancelled because it has ended.", "DeploymentCannotBeCancelled");
        operation.Cancel();
        resource.Properties["provisioningState"] = "Canceled";
        return new ArmAnswer(204);
    }
}
