using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Admin.Listener;

/// <summary>Where the started listener is.</summary>
internal sealed class ListenAddress(IServer server)
{
    /// <summary>The URL of the console, without a slash at the end.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{Port}");

    private int Port => server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(BindingAddress.Parse).First(address => !address.IsUnixPipe).Port;
}
