using System.CommandLine;
using Bulwark.Admin;
using Bulwark.Core.Control;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark admin ...</c>: the way into the admin console.</summary>
internal static class AdminVerb
{
    public static Command Create() => new("admin", "The admin console") { CreateLink() };

    private static Command CreateLink()
    {
        var verb = new Command("link", "A link to the console, alone on standard output: good once, for five minutes");
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            using var control = new ControlClient(instance.Data(parse), AdminTier.Name);
            var link = await control.PostAsync("/links", AdminJson.Default.AdminLink, cancellationToken);
            if (parse.GetValue(json))
                JsonOutput.Write(link, AdminJson.Default.AdminLink);
            else
                Console.WriteLine(link.Url);

            return 0;
        });
        return verb;
    }
}
