using System.CommandLine;
using Bulwark.Core.Control;
using Bulwark.Identity;
using Bulwark.Identity.Control;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark user ...</c>: the users of the identity tier.</summary>
internal static class UserVerb
{
    public static Command Create() => new("user", "Identity users")
    {
        CreateAdd(),
        CreateList(),
        CreateShow(),
        CreateGroups(),
        CreateSimple("disable", "Refuse a user's logins and tokens from now on", (control, path, cancellationToken) =>
            control.PostAsync($"{path}/disable", IdentityControlJson.Default.UserView, cancellationToken)),
        CreateSimple("enable", "Let a disabled user in again", (control, path, cancellationToken) =>
            control.PostAsync($"{path}/enable", IdentityControlJson.Default.UserView, cancellationToken)),
        CreateSimple("delete", "Delete a user for good", (control, path, cancellationToken) =>
            control.DeleteAsync(path, IdentityControlJson.Default.UserView, cancellationToken)),
        CreateResetPassword(),
    };

    private static Command CreateAdd()
    {
        var verb = new Command("add", "Add a user; asks for a password, or reads it from a pipe");
        var name = Name(verb);
        var groups = ListOption.Create("--groups", "The user's groups, for example staff,analysts");
        var email = new Option<string?>("--email") { Description = "The user's e-mail address", HelpName = "ADDRESS" };
        verb.Options.Add(groups);
        verb.Options.Add(email);
        SetAction(verb, (control, parse, cancellationToken) => control.PostAsync(
            "/users",
            new CreateUserRequest { Username = parse.GetRequiredValue(name), Password = PasswordInput.Read(), Email = parse.GetValue(email), Groups = parse.List(groups) },
            IdentityControlJson.Default.CreateUserRequest,
            IdentityControlJson.Default.UserView,
            cancellationToken));
        return verb;
    }

    private static Command CreateShow() => CreateSimple("show", "Show a user", (control, path, cancellationToken) =>
        control.GetAsync(path, IdentityControlJson.Default.UserView, cancellationToken));

    private static Command CreateGroups()
    {
        var verb = new Command("groups", "Put a user into these groups and no others");
        var name = Name(verb);
        var groups = new Argument<string>("GROUPS") { Description = "A,B; an empty text for none" };
        verb.Arguments.Add(groups);
        SetAction(verb, (control, parse, cancellationToken) => control.PutAsync(
            $"{Path(parse.GetRequiredValue(name))}/groups",
            new SetGroupsRequest(parse.GetRequiredValue(groups).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
            IdentityControlJson.Default.SetGroupsRequest,
            IdentityControlJson.Default.UserView,
            cancellationToken));
        return verb;
    }

    private static Command CreateResetPassword()
    {
        var verb = new Command("reset-password", "Give a user a new password; asks for it, or reads it from a pipe");
        var name = Name(verb);
        SetAction(verb, (control, parse, cancellationToken) => control.PostAsync(
            $"{Path(parse.GetRequiredValue(name))}/password",
            new SetPasswordRequest(PasswordInput.Read() ?? ""),
            IdentityControlJson.Default.SetPasswordRequest,
            IdentityControlJson.Default.UserView,
            cancellationToken));
        return verb;
    }

    private static Command CreateList()
    {
        var verb = new Command("list", "List the users");
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            using var control = new ControlClient(instance.Data(parse), IdentityTier.Name);
            var list = await control.GetAsync("/users", IdentityControlJson.Default.UserListView, cancellationToken);
            if (parse.GetValue(json))
                JsonOutput.Write(list, IdentityControlJson.Default.UserListView);
            else
                Console.Write(Table(list.Users));

            return 0;
        });
        return verb;
    }

    private static Command CreateSimple(string name, string description, Func<ControlClient, string, CancellationToken, Task<UserView>> call)
    {
        var verb = new Command(name, description);
        var user = Name(verb);
        SetAction(verb, (control, parse, cancellationToken) => call(control, Path(parse.GetRequiredValue(user)), cancellationToken));
        return verb;
    }

    // Each of these verbs answers with the user as it then is.
    private static void SetAction(Command verb, Func<ControlClient, ParseResult, CancellationToken, Task<UserView>> call)
    {
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            using var control = new ControlClient(instance.Data(parse), IdentityTier.Name);
            var user = await call(control, parse, cancellationToken);
            if (parse.GetValue(json))
                JsonOutput.Write(user, IdentityControlJson.Default.UserView);
            else
                Console.Write(Table([user]));

            return 0;
        });
    }

    private static Argument<string> Name(Command verb)
    {
        var name = new Argument<string>("NAME") { Description = "The user's name" };
        verb.Arguments.Add(name);
        return name;
    }

    private static string Path(string name) => $"/users/{Uri.EscapeDataString(name)}";

    private static TextTable Table(IEnumerable<UserView> users)
    {
        var table = new TextTable("user", "groups", "state", "password", "sub");
        foreach (var user in users)
            table.Add(user.Username, string.Join(",", user.Groups), user.Enabled ? "enabled" : "disabled", user.HasPassword ? "yes" : "no", user.Sub);

        return table;
    }
}
