using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>Creates, changes, shows, lists and deletes resources of every type.</summary>
internal sealed class ResourceRoutes(ArmWorld world, BehaviourRegistry behaviours)
{
    public ArmAnswer Handle(ArmCall call)
    {
        CheckScope(call);
        if (call.Path.Tail is not null)
            return ActOrList(call);
        var behaviour = behaviours.For(call.Path.Type);
        var resource = world.Resources.Find(call.Path.Id);
        return call.Method switch
        {
            "PUT" => Put(call, behaviour, resource),
            "PATCH" => Patch(call, behaviour, resource ?? throw ArmErrorException.NotFound(call.Path.Id)),
            "GET" => Get(call, behaviour, resource ?? throw ArmErrorException.NotFound(call.Path.Id)),
            "HEAD" => new ArmAnswer(resource is null ? 404 : 204),
            "DELETE" => resource is null ? new ArmAnswer(204) : Delete(call, behaviour, resource),
            _ => throw new ArmErrorException(405, "MethodNotAllowed", "No such method on a resource."),
        };
    }

    private void CheckScope(ArmCall call)
    {
        if (call.Path.Subscription is { } subscription && !world.IsKnown(subscription))
            throw new ArmErrorException(404, "SubscriptionNotFound", $"The subscription '{subscription}' could not be found.");
        if (call.Path.Group is { } group && world.Resources.Find($"/subscriptions/{call.Path.Subscription}/resourceGroups/{group}") is null)
            throw new ArmErrorException(404, "ResourceGroupNotFound", $"Resource group '{group}' could not be found.");
        if (call.Path.ParentId is { } parent && call.Method == "PUT" && world.Resources.Find(parent) is null)
            throw new ArmErrorException(404, "ParentResourceNotFound", $"Can not perform requested operation on nested resource. Parent resource '{parent}' not found.");
    }

    private ArmAnswer ActOrList(ArmCall call)
    {
        var tail = call.Path.Tail!;
        if (call.Path.Name.Length > 0)
        {
            var owner = behaviours.For(call.Path.Type);
            var resource = world.Resources.Find(call.Path.Id);
            if (owner.ActWithout(call, tail) is { } free)
                return free;
            if (resource is not null && owner.Act(call, resource, tail) is { } answer)
                return answer;
            if (resource is null && owner is not GenericBehaviour)
                throw ArmErrorException.NotFound(call.Path.Id);
        }

        return call.Method == "GET" ? List(call, $"{call.Path.Type}/{tail}")
            : throw new ArmErrorException(404, "InvalidResourceType", $"There is no '{call.Method} {tail}' on '{call.Path.Type}'.");
    }

    private ArmAnswer Put(ArmCall call, IResourceBehaviour behaviour, ArmResource? existing)
    {
        Preconditions.Check(call, existing);
        CheckIdle(existing, behaviour);
        behaviour.Check(call, existing);
        var body = behaviour.Shape(call, call.Body, existing);
        var resource = existing ?? world.Resources.Add(call.Path.Id, call.Path.Type, call.Path.Name, []);
        resource.Body = Named(body, call.Path);
        behaviour.Accepted(call, resource, existing is null);
        return Change(call, behaviour, resource, (behaviour.PutStyle, behaviour.PutStatus(existing is null), existing is null));
    }

    private ArmAnswer Patch(ArmCall call, IResourceBehaviour behaviour, ArmResource resource)
    {
        Preconditions.Check(call, resource);
        CheckIdle(resource, behaviour);
        behaviour.Check(call, resource);
        var body = resource.Body.Clone();
        body.Merge(call.Body);
        resource.Body = Named(behaviour.Shape(call, body, resource), call.Path);
        behaviour.Accepted(call, resource, isNew: false);
        return Change(call, behaviour, resource, (behaviour.PatchStyle, behaviour.PutStatus(isNew: false), false));
    }

    private ArmAnswer Change(ArmCall call, IResourceBehaviour behaviour, ArmResource resource, (OperationStyle Style, int Status, bool IsNew) how)
    {
        resource.Touch();
        if (behaviour.HasEtagInBody)
            resource.Body["etag"] = resource.Etag;
        if (how.Style == OperationStyle.None)
        {
            if (behaviour.HasProvisioningState)
                resource.Properties["provisioningState"] = "Succeeded";
            behaviour.Ready(call, resource);
            return Tagged(new ArmAnswer(how.Status, behaviour.View(call, resource)), resource);
        }

        if (behaviour.HasProvisioningState)
            resource.Properties["provisioningState"] = behaviour.StateMeanwhile(how.IsNew);
        var operation = world.Operations.Start(call, resource, call.Method.ToLowerInvariant(), () =>
        {
            behaviour.Ready(call, resource);
            return resource.Body.DeepClone();
        }, () => behaviour.Failed(call, resource));
        var body = behaviour.HasBodyWhenAccepted ? resource.Body.Clone() : null;
        return world.Operations.Headers(Tagged(new ArmAnswer(how.Status, body), resource), operation, how.Style);
    }

    private static ArmAnswer Get(ArmCall call, IResourceBehaviour behaviour, ArmResource resource)
    {
        // Who has lost the address of an operation looks at its resource instead.
        resource.Operation?.Poll();
        return call.World.Resources.Find(resource.Id) is null
            ? throw ArmErrorException.NotFound(resource.Id)
            : Tagged(new ArmAnswer(200, behaviour.View(call, resource)), resource);
    }

    private ArmAnswer Delete(ArmCall call, IResourceBehaviour behaviour, ArmResource resource)
    {
        Preconditions.Check(call, resource);
        CheckIdle(resource, behaviour);
        behaviour.CheckDelete(call, resource);
        if (behaviour.DeleteStyle == OperationStyle.None)
            return Remove(call, behaviour, resource);
        if (behaviour.HasProvisioningState)
            resource.Properties["provisioningState"] = "Deleting";
        var operation = world.Operations.Start(call, resource, "delete", () =>
        {
            Remove(call, behaviour, resource);
            return null;
        });
        return world.Operations.Headers(new ArmAnswer(202), operation, behaviour.DeleteStyle);
    }

    private ArmAnswer Remove(ArmCall call, IResourceBehaviour behaviour, ArmResource resource)
    {
        world.Resources.Remove(resource.Id);
        behaviour.Gone(call, resource);
        return new ArmAnswer(200, behaviour.DeletedBody);
    }

    private ArmAnswer List(ArmCall call, string type)
    {
        var behaviour = behaviours.For(type);
        var scope = call.Path.Name.Length > 0 ? call.Path.Id : call.Path.Scope;
        // Deployments are the only ones that are listed where they are, and not in what is above.
        var all = world.Resources.List(scope, type).Where(resource => behaviour is not DeploymentBehaviour || new ArmPath(resource.Id).Scope.Equals(scope, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var resource in all)
            resource.Operation?.Poll();
        var bodies = all.Where(resource => world.Resources.Find(resource.Id) is not null).Select(resource => (JsonNode)behaviour.View(call, resource));
        return Pages.Answer(call, [.. bodies], behaviour.HasPages ? world.Options.PageSize : int.MaxValue);
    }

    private static void CheckIdle(ArmResource? resource, IResourceBehaviour behaviour)
    {
        if (resource?.Operation is { IsDone: false })
            throw ArmErrorException.Conflict($"Another operation on '{resource.Id}' is in progress.", behaviour.BusyCode);
    }

    private static ArmAnswer Tagged(ArmAnswer answer, ArmResource resource) =>
        answer.With("ETag", string.Create(CultureInfo.InvariantCulture, $"\"{resource.Etag}\""));

    private static JsonObject Named(JsonObject body, ArmPath path)
    {
        (body["id"], body["name"], body["type"]) = (path.Id, path.Name, path.Type);
        // A generic client writes what it has not got as null.
        if (body.ContainsKey("location") && body["location"] is null)
            body.Remove("location");
        return body;
    }
}
