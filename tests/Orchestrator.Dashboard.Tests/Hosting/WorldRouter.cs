using System.Reflection;
using System.Runtime.ExceptionServices;
using Orchestrator.Core.Ports;

namespace Orchestrator.Dashboard.Tests.Hosting;

#pragma warning disable CA1852 // the proxy is a class that derives from it
/// <summary>An adapter that hands every call to the adapter in the world of the workload that it is for.</summary>
internal class WorldRouter<T> : DispatchProxy
    where T : class, IAdapter
{
    private Worlds _worlds = null!;

    public static T Over(Worlds worlds)
    {
        var adapter = Create<T, WorldRouter<T>>();
        ((WorldRouter<T>)(object)adapter)._worlds = worlds;
        return adapter;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var workload = args?.OfType<StepScope>().SingleOrDefault()?.Plan.Name;
        try
        {
            return targetMethod!.Invoke(_worlds.AdaptersOf(workload).All<T>().Single(), args);
        }
        catch (TargetInvocationException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerException!);
            throw;
        }
    }
}
