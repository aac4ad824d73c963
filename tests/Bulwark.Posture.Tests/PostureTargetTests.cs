namespace Bulwark.Posture.Tests;

public sealed class PostureTargetTests(Deployment deployment)
{
    [Fact]
    public void A_local_instance_is_probed_at_its_moved_ports()
    {
        var target = PostureTarget.Local(deployment.Environment with { PortOffset = 20000, PublicUrl = "https://chat.example.org" });

        Assert.Equal(new Uri("https://localhost:28443"), target.Edge);
        Assert.Equal(new Uri("https://localhost:29443"), target.Origin);
        Assert.Equal("chat.example.org", target.ServerName);
        Assert.Equal([28080], target.PlainHttpPorts);
        Assert.NotNull(target.Data);
    }

    [Fact]
    public void Another_deployment_is_probed_at_its_public_address()
    {
        var target = PostureTarget.Foreign(new Uri("https://chat.example.org"), origin: null);

        Assert.Equal("chat.example.org", target.ServerName);
        Assert.Equal([80], target.PlainHttpPorts);
        Assert.Null(target.Data);
        Assert.Null(target.Origin);
    }
}
