using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Core.Ports;
using Orchestrator.Testing.Arm;
using Xunit;
using Xunit.Abstractions;

namespace Orchestrator.Adapters.Azure.Tests.Template;

/// <summary>
/// Whatever was there, whatever the template names, wherever the host is killed and whatever Azure answers: after the undo
/// everything is as it was, byte for byte. What the template would change in resources of others is not deployed at all.
/// </summary>
public sealed class TemplatePropertyTests(ITestOutputHelper output)
{
    private const int Runs = 200;

    // Few names, so that inventories and templates overlap.
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];
    private static readonly string[] Types = ["Contoso.Test/boxes", "Contoso.Test/crates"];

    /// <summary>One way in which things may go.</summary>
    public sealed record Course(bool GroupExists, IReadOnlyList<Thing> There, IReadOnlyList<Thing> Wanted)
    {
        /// <summary>After how many requests the host is killed, in each of its lives.</summary>
        public IReadOnlyList<int> Kills { get; init; } = [];

        /// <summary>The seed of the faults; 0 for none.</summary>
        public int Faults { get; init; }

        /// <summary>Whether the deployment fails half way the first time.</summary>
        public bool Fails { get; init; }
    }

    /// <summary>A resource, or a part of one.</summary>
    public sealed record Thing(string Type, string Name, string? Part, int Size);

    [Fact]
    public async Task Remove_AfterAnyCourse_LeavesEverythingAsItWas()
    {
        await using var rig = await TemplateRig.CreateAsync();
        var (count, deployed, refused, killed, struck) = (0, 0, 0, 0, 0);
        Prop.ForAll(Courses().ToArbitrary(), course =>
        {
            var (isDeployed, kills) = RunAsync(rig, course, count++).GetAwaiter().GetResult();
            (deployed, refused, killed) = (deployed + (isDeployed ? 1 : 0), refused + (isDeployed ? 0 : 1), killed + kills);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs).WithReplay(20261128, 5));
        struck = rig.Server.Faults.Struck.Count;
        output.WriteLine($"{count} courses: {deployed} deployed, {refused} not, {killed} kills, {struck} faults");
        // A property that is never put to the test holds as well.
        Assert.All([deployed, refused, killed, struck], number => Assert.True(number > Runs / 10));
    }

    private static async Task<(bool IsDeployed, int Kills)> RunAsync(TemplateRig rig, Course course, int index)
    {
        (rig.Group, rig.MigrationId) = (string.Create(CultureInfo.InvariantCulture, $"group{index}"), string.Create(CultureInfo.InvariantCulture, $"m-{index}"));
        if (course.GroupExists)
            rig.SeedGroup();
        foreach (var thing in course.GroupExists ? course.There.DistinctBy(thing => (thing.Type, thing.Name, thing.Part)) : [])
            rig.Server.Seed(IdOf(rig, thing), Body(thing, isThere: true));
        var before = rig.State();
        rig.Write(Templates.With(course.Wanted.DistinctBy(thing => (thing.Type, thing.Name, thing.Part)).Select(Resource)));
        if (course.Faults != 0)
            rig.Server.Faults.Random(course.Faults, 0.1, Fault.Throttle(TimeSpan.FromSeconds(30)), Fault.ServerError(), Fault.Conflict(), Fault.DropBefore, Fault.DropAfter);
        if (course.Fails)
            rig.Server.Faults.Add("PUT", $"/group{index}/.*/deployments/", 1, Fault.OperationFails("DeploymentFailed"));
        var kills = new Queue<int>(course.Kills);
        var spec = rig.Spec(ArmTemplateAdapterTests.NewGroup);
        var isDeployed = await LiveAsync(rig, kills, () => rig.ProvisionAsync(spec, bearsTrouble: true));
        await LiveAsync(rig, kills, () => rig.RemoveAsync(spec, bearsTrouble: true));
        await rig.RemoveAsync(spec, bearsTrouble: true);
        rig.Server.Faults.Random(0, 0);
        Assert.Equal(before, rig.State());
        return (isDeployed, course.Kills.Count - kills.Count);
    }

    // A step that is killed is run again by the next host; one that fails is not.
    private static async Task<bool> LiveAsync(TemplateRig rig, Queue<int> kills, Func<Task> step)
    {
        while (true)
        {
            try
            {
                rig.Kill.After = kills.TryPeek(out var next) ? next : -1;
                await step();
                return true;
            }
            catch (Exception) when (rig.Kill.IsKilled)
            {
                kills.Dequeue();
                rig.Restart();
            }
            catch (AdapterException error) when (error.Remedy.Contains("allowModify", StringComparison.Ordinal) || error.Problem.Contains("gave it up", StringComparison.Ordinal))
            {
                return false;
            }
        }
    }

    private static Gen<Course> Courses()
    {
        var thing =
            from type in Gen.Elements(Types)
            from name in Gen.Elements(Names)
            from part in Gen.Frequency((3, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("x", "y")))
            from size in Gen.Frequency((7, Gen.Constant(1)), (1, Gen.Constant(2)))
            select new Thing(type, name, part, size);
        return
            from groupExists in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            from there in thing.ListOf().Resize(6)
            from wanted in thing.NonEmptyListOf().Resize(5)
            from kills in Gen.Choose(0, 30).ListOf().Resize(4)
            from faults in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Choose(1, 1_000_000)))
            from fails in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
            select new Course(groupExists, Ordered(there), WithParents(wanted)) { Kills = [.. kills], Faults = faults, Fails = fails };
    }

    private static IReadOnlyList<Thing> Ordered(IEnumerable<Thing> things) => [.. things.OrderBy(thing => thing.Part is not null)];

    // A part is refused when what it is a part of is not there; the template names both, in this order.
    private static IReadOnlyList<Thing> WithParents(IEnumerable<Thing> things) =>
        Ordered(things.SelectMany(thing => thing.Part is null ? [thing] : (IEnumerable<Thing>)[thing with { Part = null, Size = 1 }, thing]));

    private static string IdOf(TemplateRig rig, Thing thing) => rig.Id(thing.Type, thing.Name) + (thing.Part is null ? "" : $"/parts/{thing.Part}");

    private static JsonObject Body(Thing thing, bool isThere)
    {
        var properties = new JsonObject { ["size"] = thing.Size };
        if (isThere)
            properties["provisioningState"] = "Succeeded";
        return new JsonObject { ["location"] = "westeurope", ["properties"] = properties };
    }

    private static string Resource(Thing thing)
    {
        var resource = Body(thing, isThere: false);
        resource["type"] = thing.Type + (thing.Part is null ? "" : "/parts");
        resource["apiVersion"] = "2026-01-01";
        resource["name"] = thing.Name + (thing.Part is null ? "" : $"/{thing.Part}");
        return resource.ToJsonString();
    }
}
