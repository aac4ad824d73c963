using System.CommandLine;
using System.Globalization;
using Bulwark.Core.Control;
using Bulwark.Homeserver;
using Bulwark.Homeserver.Control;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark room ...</c>: the provisioned rooms of the homeserver.</summary>
internal static class RoomVerb
{
    public static Command Create() => new("room", "Provisioned rooms") { CreateList(), CreateShow(), CreateSync() };

    private static Command CreateList()
    {
        var verb = new Command("list", "List the provisioned rooms");
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            using var control = new ControlClient(instance.Data(parse), HomeserverTier.Name);
            var list = await control.GetAsync("/rooms", HomeserverControlJson.Default.RoomList, cancellationToken);
            if (parse.GetValue(json))
                JsonOutput.Write(list, HomeserverControlJson.Default.RoomList);
            else
                Console.Write(Table(list.Rooms));

            return 0;
        });
        return verb;
    }

    private static Command CreateShow()
    {
        var verb = new Command("show", "Show a room and its members");
        var room = new Argument<string>("ROOM") { Description = "A room ID or an alias: '!id', '#staff:localhost' or staff" };
        verb.Arguments.Add(room);
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            using var control = new ControlClient(instance.Data(parse), HomeserverTier.Name);
            var path = $"/rooms/{Uri.EscapeDataString(parse.GetRequiredValue(room))}";
            var info = await control.GetAsync(path, HomeserverControlJson.Default.RoomInfo, cancellationToken);
            if (parse.GetValue(json))
            {
                JsonOutput.Write(info, HomeserverControlJson.Default.RoomInfo);
                return 0;
            }

            Console.Write(Table([info]));
            foreach (var member in info.Members)
                Console.WriteLine($"  {member}");

            return 0;
        });
        return verb;
    }

    private static Command CreateSync()
    {
        var verb = new Command("sync", "Make the provisioned rooms that are missing");
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            using var control = new ControlClient(instance.Data(parse), HomeserverTier.Name);
            var report = await control.PostAsync("/rooms/sync", HomeserverControlJson.Default.RoomSyncReport, cancellationToken);
            if (parse.GetValue(json))
                JsonOutput.Write(report, HomeserverControlJson.Default.RoomSyncReport);
            else
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Provisioned} rooms in the settings, {report.Created} made now"));

            return 0;
        });
        return verb;
    }

    private static TextTable Table(IEnumerable<RoomInfo> rooms)
    {
        var table = new TextTable("alias", "name", "members", "room ID");
        foreach (var room in rooms)
            table.Add(room.Alias ?? "", room.Name ?? "", room.Members.Count.ToString(CultureInfo.InvariantCulture), room.RoomId);

        return table;
    }
}
