using System.Globalization;
using Bulwark.Attacker;

// What an attack needs beside the tiers under attack, in processes of its own: their work, and the pauses of their memory, must not be mistaken for those of the tiers.
if (args is ["homeserver", var socket])
{
    await StandInHomeserver.RunAsync(socket);
    return 0;
}

if (args is [var kind, var portText, var authority, var countText]
    && SlowClientKind.Find(kind) is { } slow
    && int.TryParse(portText, CultureInfo.InvariantCulture, out var port)
    && int.TryParse(countText, CultureInfo.InvariantCulture, out var count))
{
    Console.WriteLine((await SlowClients.RunAsync(slow, port, authority, count)).TotalSeconds.ToString(CultureInfo.InvariantCulture));
    return 0;
}

await Console.Error.WriteLineAsync($"usage: Bulwark.Attacker homeserver SOCKET | {string.Join('|', SlowClientKind.All.Select(one => one.Name))} PORT CA COUNT");
return 2;
