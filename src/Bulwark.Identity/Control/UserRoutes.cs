using Bulwark.Core.Control;
using Bulwark.Core.Routing;
using Bulwark.Identity.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Identity.Control;

/// <summary>The operator's routes for users. Each answers with the user as it then is on disk.</summary>
internal sealed class UserRoutes(UserStore users, NewPassword newPassword, ILogger<UserRoutes> log)
{
    public void Map(RouteTable routes) => routes
        .Map("POST", "/users", CreateAsync)
        .Map("GET", "/users", ListAsync)
        .Map("GET", "/users/{username}", ShowAsync)
        .Map("DELETE", "/users/{username}", DeleteAsync)
        .Map("PUT", "/users/{username}/groups", SetGroupsAsync)
        .Map("POST", "/users/{username}/password", SetPasswordAsync)
        .Map("POST", "/users/{username}/enable", (context, values) => SetEnabledAsync(context, values, true))
        .Map("POST", "/users/{username}/disable", (context, values) => SetEnabledAsync(context, values, false));

    private async ValueTask<IResult> CreateAsync(HttpContext context, RouteValues values)
    {
        if (await ControlBody.ReadAsync(context, IdentityControlJson.Default.CreateUserRequest) is not { } request)
            return ControlBody.Refuse();

        if (!Username.IsValid(request.Username))
            return ControlError.BadRequest(Username.Rule);

        if (!GroupName.AreValid(request.Groups ?? []))
            return ControlError.BadRequest(GroupName.Rule);

        if (request.Email is not null && !EmailAddress.IsValid(request.Email))
            return ControlError.BadRequest(EmailAddress.Rule);

        var (hash, refusal) = request.Password is null ? default : await newPassword.HashAsync(request.Password, context.RequestAborted);
        if (refusal is not null)
            return refusal;

        return await users.AddAsync(new NewUser(request.Username, request.Email, request.Groups ?? [], hash)) is { } user
            ? Changed(context, user, "added")
            : ControlError.Conflict($"The user {request.Username} is there already.");
    }

    private ValueTask<IResult> ListAsync(HttpContext context, RouteValues values) => ValueTask.FromResult<IResult>(
        TypedResults.Json(new UserListView([.. users.List().Select(View)]), IdentityControlJson.Default.UserListView));

    private ValueTask<IResult> ShowAsync(HttpContext context, RouteValues values) => ValueTask.FromResult(
        users.Find(values["username"]) is { } user ? Answer(user) : Missing(values));

    private async ValueTask<IResult> DeleteAsync(HttpContext context, RouteValues values) =>
        await users.DeleteAsync(values["username"]) is { } user ? Changed(context, user, "deleted") : Missing(values);

    private async ValueTask<IResult> SetGroupsAsync(HttpContext context, RouteValues values)
    {
        if (await ControlBody.ReadAsync(context, IdentityControlJson.Default.SetGroupsRequest) is not { } request)
            return ControlBody.Refuse();

        if (!GroupName.AreValid(request.Groups))
            return ControlError.BadRequest(GroupName.Rule);

        return await users.SetGroupsAsync(values["username"], request.Groups) is { } user
            ? Changed(context, user, $"put into the groups [{string.Join(", ", user.Groups)}]")
            : Missing(values);
    }

    private async ValueTask<IResult> SetPasswordAsync(HttpContext context, RouteValues values)
    {
        if (await ControlBody.ReadAsync(context, IdentityControlJson.Default.SetPasswordRequest) is not { } request)
            return ControlBody.Refuse();

        var (hash, refusal) = await newPassword.HashAsync(request.Password, context.RequestAborted);
        if (hash is null)
            return refusal!;

        return await users.SetPasswordAsync(values["username"], hash) is { } user ? Changed(context, user, "given a new password") : Missing(values);
    }

    private async ValueTask<IResult> SetEnabledAsync(HttpContext context, RouteValues values, bool enabled) =>
        await users.SetEnabledAsync(values["username"], enabled) is { } user ? Changed(context, user, enabled ? "enabled" : "disabled") : Missing(values);

    private IResult Changed(HttpContext context, User user, string change)
    {
        Log.UserChanged(log, user.Username, change, ControlSocket.Peer(context)!);
        return Answer(user);
    }

    private static IResult Missing(RouteValues values) => ControlError.Missing($"There is no user {values["username"]}.");

    private static IResult Answer(User user) => TypedResults.Json(View(user), IdentityControlJson.Default.UserView);

    private static UserView View(User user) => new()
    {
        Username = user.Username,
        Sub = user.Subject,
        Email = user.Email,
        Enabled = user.IsEnabled,
        HasPassword = user.HasPassword,
        Groups = user.Groups,
        CreatedAt = user.CreatedAt,
    };
}
