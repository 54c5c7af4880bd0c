using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;
using Xunit;

namespace Orchestrator.Adapters.Azure.Tests.Arm;

public sealed class ResourceIdsTests
{
    private const string Subscription = "00000000-0000-0000-0000-000000000001";
    private const string Group = $"/subscriptions/{Subscription}/resourceGroups/orders.rg_(1)";

    [Fact]
    public void Of_NestedType_AlternatesTypesAndNames() => Assert.Equal(
        $"{Group}/providers/Microsoft.Network/dnsZones/contoso.example/CNAME/@",
        ResourceIds.Of(Subscription, "orders.rg_(1)", "Microsoft.Network/dnsZones/CNAME", "contoso.example", "@"));

    [Fact]
    public void Child_OfAVault_KeepsItsName() =>
        Assert.Equal("/a/protectedItems/vm;iaas;x", ResourceIds.Child("/a/", "protectedItems", "vm;iaas;x"));

    [Theory]
    [InlineData("not-a-guid", "orders", "vm")]
    [InlineData(Subscription, "orders/../other", "vm")]
    [InlineData(Subscription, "orders.", "vm")]
    [InlineData(Subscription, "", "vm")]
    [InlineData(Subscription, "orders", "vm/extensions/x")]
    [InlineData(Subscription, "orders", "..")]
    [InlineData(Subscription, "orders", "vm?api-version=1")]
    [InlineData(Subscription, "orders", "vm%2f..")]
    [InlineData(Subscription, "orders", "vm\n")]
    [InlineData(Subscription, "orders", "")]
    public void Of_PartLeadsElsewhere_IsRefused(string subscription, string group, string name) =>
        Assert.False(Assert.Throws<AdapterException>(() => ResourceIds.Of(subscription, group, "Microsoft.Compute/virtualMachines", name)).IsTransient);

    [Fact]
    public void Parse_NestedType_HasItsParts()
    {
        var id = ResourceIds.Parse($"{Group}/providers/Microsoft.Network/dnsZones/contoso.example/CNAME/www/", "microsoft.network/dnszones/cname");
        Assert.Equal((Subscription, "orders.rg_(1)", "Microsoft.Network/dnsZones/CNAME", "www"), (id.Subscription, id.Group, id.Type, id.Name));
        Assert.Equal(["contoso.example", "www"], id.Names);
        Assert.Equal($"{Group}/providers/Microsoft.Network/dnsZones/contoso.example/CNAME/www", id.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("orders-vm")]
    [InlineData(Group)]
    [InlineData($"{Group}/providers/Microsoft.Compute/virtualMachines")]
    [InlineData($"{Group}/providers/Microsoft.Compute/virtualMachines/vm/extensions")]
    [InlineData($"{Group}/providers/Microsoft.Compute/virtualMachines/..")]
    [InlineData($"{Group}/providers/Microsoft.Compute/virtualMachines//x/y")]
    [InlineData($"{Group}/providers/Microsoft.Compute/virtualMachines/vm?x=1")]
    [InlineData("/subscriptions/1/resourceGroups/orders/providers/Microsoft.Compute/virtualMachines/vm")]
    public void Parse_NoIdOfAResource_IsRefused(string id) =>
        Assert.False(Assert.Throws<AdapterException>(() => ResourceIds.Parse(id)).IsTransient);

    [Fact]
    public void Parse_AnotherType_SaysWhichIsWanted()
    {
        var error = Assert.Throws<AdapterException>(() => ResourceIds.Parse($"{Group}/providers/Microsoft.Compute/disks/os", "Microsoft.Compute/virtualMachines"));
        Assert.Contains("Microsoft.Compute/virtualMachines/NAME", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void AreSame_OtherCase_AreSame()
    {
        var id = $"{Group}/providers/Microsoft.Compute/disks/os";
        Assert.True(ResourceIds.AreSame(id, $"{id.ToUpperInvariant()}/"));
        Assert.Equal(ResourceIds.Parse(id), ResourceIds.Parse(id.ToUpperInvariant().Replace("/SUBSCRIPTIONS/", "/subscriptions/", StringComparison.Ordinal)));
        Assert.Equal(ResourceIds.Parse(id).GetHashCode(), ResourceIds.Parse(id.ToLowerInvariant()).GetHashCode());
        Assert.False(ResourceIds.AreSame(id, $"{id}2"));
    }
}
